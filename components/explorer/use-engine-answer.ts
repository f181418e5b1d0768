'use client';

import { useEffect, useRef, useState } from 'react';
import type { EngineRequestName, EngineRequests } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { LatestAsker } from './latest-asker';

const RETRY_MS = 2_000;

type Body<Name extends EngineRequestName> = EngineRequests[Name]['request'];
type Answer<Name extends EngineRequestName> = EngineRequests[Name]['response'];

export interface Answered<Name extends EngineRequestName> {
  answer: Answer<Name>;
  /** What was asked. */
  body: Body<Name>;
}

/**
 * The engine's answer to a question that changes: asked again whenever `body` or `revision` does. The last answer stands
 * until the next arrives; null before the first, and while `body` or `client` is null. `isMoot` is read once, see `LatestAsker`.
 */
export function useEngineAnswer<Name extends EngineRequestName>(
  ...asked: Parameters<typeof useAnswered<Name>>
): Answer<Name> | null {
  return useAnswered(...asked)?.answer ?? null;
}

/** As `useEngineAnswer`, with the question that was answered, which may be an earlier one than `body`. */
export function useAnswered<Name extends EngineRequestName>(
  client: EngineClient | null,
  name: Name,
  body: Body<Name> | null,
  revision: number,
  isMoot?: (underWay: Body<Name>, newer: Body<Name>) => boolean,
): Answered<Name> | null {
  const [answered, setAnswered] = useState<Answered<Name> | null>(null);
  const asker = useRef<LatestAsker<Body<Name>, Answer<Name>> | null>(null);
  const key = body === null ? null : JSON.stringify(body);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a rule of the question, and no state
  useEffect(() => {
    if (!client) return;
    const mine = new LatestAsker<Body<Name>, Answer<Name>>({
      ask: (question, signal) => client.request(name, question, { signal }),
      onAnswer: (answer, to) => setAnswered({ answer, body: to }),
      ...(isMoot ? { isMoot } : {}),
      // The feed's status tells the reader of a fault that lasts.
      later: (callback) => {
        const timer = setTimeout(callback, RETRY_MS);
        return () => clearTimeout(timer);
      },
    });
    asker.current = mine;
    return () => {
      mine.stop();
      asker.current = null;
      // What one state answered says nothing of another.
      setAnswered(null);
    };
  }, [client, name]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision makes the same question worth asking again
  useEffect(() => {
    if (key !== null) asker.current?.ask(JSON.parse(key) as Body<Name>);
  }, [client, key, revision]);

  return body === null || client === null ? null : answered;
}
