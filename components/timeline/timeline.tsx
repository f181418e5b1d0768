'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { HoursTable } from './hours-table';
import styles from './timeline.module.css';
import { TimelineHead } from './timeline-head';
import { TimelinePlot } from './timeline-plot';
import { type TimelineProps, useTimeline } from './use-timeline';

/** When it happened: bars of the selection over time, and a window of days or hours that a hand, a key or time itself moves. */
export const Timeline = memo(function Timeline(props: TimelineProps) {
  const t = useTranslations('timeline');
  const model = useTimeline(props);
  return (
    <section className={styles.timeline} aria-label={t('label')} onKeyDown={model.onKeyDown}>
      <TimelineHead model={model} />
      <TimelinePlot model={model} />
      {model.hours && <HoursTable hours={model.hours} />}
    </section>
  );
});
