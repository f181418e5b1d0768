'use client';

import type { ReactNode } from 'react';
import { Imprint, type ImprintProps } from '@/components/explorer/imprint';
import { SimulatedBanner } from '@/components/header/simulated-banner';
import { SiteHeader } from '@/components/header/site-header';
import styles from './sheet.module.css';

interface Props {
  /** Path below the language, which the links to other languages keep. */
  page: `/${string}`;
  /** What is told happened nowhere. */
  isSimulated: boolean;
  imprint: ImprintProps;
  children: ReactNode;
}

/** A page to read: header, what it tells, imprint. Complete without scripts. */
export function Sheet({ page, isSimulated, imprint, children }: Props) {
  return (
    <>
      <SiteHeader query="" page={page} />
      {isSimulated && <SimulatedBanner />}
      <main className={styles.sheet}>{children}</main>
      <div className={styles.foot}>
        <Imprint {...imprint} />
      </div>
    </>
  );
}
