'use client';

import { useEffect, useRef, useState } from 'react';
import { KEPT_PREFIX } from '@/lib/protocol/kept-places';
import type { ScreenClient } from '@/lib/store/screen-client';
import { answerCommands } from '@/lib/wall/command-answers';
import type { WallOrders } from '@/lib/wall/screen-orders';

const REPORT = '/api/v1/screens/self/report';
const RELOADED_KEY = `${KEPT_PREFIX}screen-reloads`;
const PATIENCE_MS = 5_000;
const MOST_REMEMBERED = 20;

/** Carries out what orders ask for once, after they are shown, and says so. True while the screen shows its number. */
export function useCommands(orders: WallOrders | null, client: ScreenClient | null): boolean {
  const done = useRef(new Set<number>());
  const [identified, setIdentified] = useState<{ id: number; seconds: number } | null>(null);

  useEffect(() => {
    if (!orders || !client) return;
    const { acknowledgements, moments } = answerCommands(orders, done.current, reloadsBefore());
    for (const { id } of [...acknowledgements, ...moments]) done.current.add(id);
    if (acknowledgements.length > 0) client.acknowledge(acknowledgements);
    for (const moment of moments) {
      if (moment.type === 'identify') setIdentified(moment);
      else void reload(moment.id);
    }
  }, [orders, client]);

  useEffect(() => {
    if (!identified) return;
    const timer = setTimeout(() => setIdentified(null), identified.seconds * 1_000);
    return () => clearTimeout(timer);
  }, [identified]);

  return identified !== null;
}

/** The server hears of it before the page goes, and from the next page that it is there. */
async function reload(id: number): Promise<void> {
  rememberReload(id);
  const body = JSON.stringify({ acknowledgements: [{ id, outcome: 'received' }] });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const headers = { 'content-type': 'application/json' };
  // Where it cannot be said the next page says that it is done.
  await fetch(REPORT, { method: 'POST', headers, body, signal }).catch(() => undefined);
  location.reload();
}

function reloadsBefore(): ReadonlySet<number> {
  try {
    return new Set<number>(JSON.parse(sessionStorage.getItem(RELOADED_KEY) ?? '[]'));
  } catch {
    return new Set();
  }
}

function rememberReload(id: number): void {
  try {
    const known = [...reloadsBefore(), id].slice(-MOST_REMEMBERED);
    sessionStorage.setItem(RELOADED_KEY, JSON.stringify(known));
  } catch {
    // The server's word that it was received keeps it from a loop.
  }
}
