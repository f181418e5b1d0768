'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { SheetContent, TableChart } from '@/components/save/sheet-content';
import table from '@/components/ui/count-table.module.css';
import styles from './numbers-panel.module.css';
import { SavableHeading } from './savable-heading';

export interface NumberRow {
  key: string;
  name: string;
  /** As they are told in words and in the file. */
  cells: readonly { shown: string; value: number; onShow?: (() => void) | undefined }[];
  /** Narrows to the records behind the row. */
  onShow?: () => void;
}

interface Props {
  heading: string;
  note?: string | false;
  /** Of the first column and of those of numbers. */
  columns: readonly [string, ...string[]];
  rows: readonly NumberRow[];
  /** Name of the file, without its ending. */
  file: string;
  /** The same to look at. */
  chart?: ReactNode;
  /** What the chart draws and how its key explains it, for the picture that is saved. */
  drawn?: { chart: TableChart; legend: SheetContent['legend'] } | null;
}

/** A table of sums, each row leading to the records behind it, and the same as a file. */
export function NumberTable({ heading, note, columns, rows, file, chart, drawn }: Props) {
  const t = useTranslations('numbers');
  if (rows.length === 0) return null;
  return (
    <section>
      <SavableHeading
        heading={heading}
        file={file}
        rows={() => [
          columns,
          ...rows.map(({ name, cells }) => [name, ...cells.map(({ value }) => value)]),
        ]}
        sheet={() => ({
          picture: {
            type: 'table',
            ...(drawn && { chart: drawn.chart }),
            columns,
            rows: rows.map(({ name, cells }) => ({ name, cells: cells.map(({ shown }) => shown) })),
          },
          ...(drawn && { legend: drawn.legend }),
          notes: [t('why'), ...(note ? [note] : [])],
        })}
      />
      {note && <p className={styles.note}>{note}</p>}
      {chart}
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{heading}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells, onShow }) => (
            <tr key={key}>
              <th scope="row">
                {onShow ? (
                  <button type="button" title={t('show')} onClick={onShow}>
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
              {cells.map(({ shown, onShow: show }, index) => (
                <td key={columns[index + 1]}>
                  {show ? (
                    <button type="button" title={t('show')} onClick={show}>
                      {shown}
                    </button>
                  ) : (
                    shown
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
