'use client';

import type { OwnSheet } from '@/components/save/sheet-facts';
import { PngButton } from '@/components/save/sheet-facts';
import styles from './numbers-panel.module.css';
import { downloadText, tableCsv } from './table-csv';

interface Props {
  heading: string;
  /** Name of the file, without its ending. */
  file: string;
  /** The table's cells, made when they are asked for. */
  rows: () => readonly (readonly (string | number)[])[];
  /** The same as a picture. */
  sheet: () => OwnSheet;
}

/** The heading of a table that can be saved as a file, for a spreadsheet or as a picture. */
export function SavableHeading({ heading, file, rows, sheet }: Props) {
  return (
    <div className={styles.headingRow}>
      <h3>{heading}</h3>
      <button
        type="button"
        className={styles.save}
        aria-label={`CSV: ${heading}`}
        onClick={() => downloadText(`${file}.csv`, 'text/csv;charset=utf-8', tableCsv(rows()))}
      >
        CSV
      </button>
      <PngButton title={heading} file={file} className={styles.save} sheet={sheet} />
    </div>
  );
}
