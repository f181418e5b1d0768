'use client';

import { useTranslations } from 'use-intl';
import { type Statements, statementsByMeasure } from '@/components/figures/group-figures';
import { SourceLink } from '@/components/figures/port-figures';
import { useFigureWords } from '@/components/figures/use-figure-words';
import sheet from '@/components/sheet/sheet.module.css';
import type { Figure } from '@/lib/domain/figure';
import styles from './region-page.module.css';

interface Props {
  figures: readonly Figure[];
  /** The region's full name. */
  region: string;
  isSimulated: boolean;
}

/** What was published about just this area, every source beside the others, and why it is no sum of the records. */
export function RegionFigures({ figures, region, isSimulated }: Props) {
  const t = useTranslations('figures');
  const tPage = useTranslations('regionPage');
  const measured = statementsByMeasure(figures);
  return (
    <section className={sheet.section}>
      <h2>{t('heading')}</h2>
      {isSimulated && <p className={sheet.note}>{t('realOnly')}</p>}
      {!isSimulated && measured.length === 0 && (
        <p className={sheet.note}>{tPage('figuresNone')}</p>
      )}
      {measured.map(({ measure, statements }) => (
        <MeasureTable key={measure} measure={measure} statements={statements} region={region} />
      ))}
      {measured.length > 0 && <p className={styles.why}>{t('why')}</p>}
      {measured.some(({ statements }) => statements.some(disagrees)) && (
        <p className={sheet.note}>{t('leadReason')}</p>
      )}
    </section>
  );
}

function disagrees({ figures: [lead, ...others] }: Statements): boolean {
  return others.some(({ value }) => value !== lead.value);
}

interface TableProps {
  measure: Figure['measure'];
  statements: readonly Statements[];
  region: string;
}

function MeasureTable({ measure, statements, region }: TableProps) {
  const t = useTranslations('figures');
  const tPage = useTranslations('regionPage');
  const tMeasures = useTranslations('measures');
  return (
    <>
      <h3 className={styles.measure}>{tMeasures(measure)}</h3>
      <table className={styles.figures}>
        <caption className="visually-hidden">
          {tMeasures(measure)}. {tPage('figuresCaption', { region })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('period')}</th>
            <th scope="col">{tPage('sourcesOf')}</th>
          </tr>
        </thead>
        <tbody>
          {statements.map((group) => (
            <StatementRow key={group.key} group={group} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function StatementRow({ group }: { group: Statements }) {
  const tPage = useTranslations('regionPage');
  const words = useFigureWords();
  const [lead] = group.figures;
  const definition = words.text(lead.definition);
  const range = { low: words.plain(lead, group.low), high: words.plain(lead, group.high) };
  return (
    <tr>
      <th scope="row">
        {words.period(lead)}
        <small lang={definition.lang === words.locale ? undefined : definition.lang}>
          {definition.text}
        </small>
      </th>
      <td>
        <ul className={styles.statements}>
          {group.figures.map((figure) => (
            <Statement
              key={figure.fid}
              figure={figure}
              isLead={figure === lead && disagrees(group)}
            />
          ))}
        </ul>
        {disagrees(group) && <small>{tPage('disagree', range)}</small>}
      </td>
    </tr>
  );
}

function Statement({ figure, isLead }: { figure: Figure; isLead: boolean }) {
  const t = useTranslations('figures');
  const tPage = useTranslations('regionPage');
  const words = useFigureWords();
  const note = figure.note ? words.text(figure.note) : null;
  const marks = [isLead && t('lead'), figure.provisional && t('provisional')].filter(Boolean);
  return (
    <li>
      <b>{words.amount(figure)}</b>
      {marks.length > 0 && <small>{marks.join(', ')}</small>}
      <span>
        <SourceLink figure={figure} />
        {figure.authority !== figure.source.publisher && (
          <small>{tPage('countedBy', { authority: figure.authority })}</small>
        )}
      </span>
      {note && <small lang={note.lang === words.locale ? undefined : note.lang}>{note.text}</small>}
    </li>
  );
}
