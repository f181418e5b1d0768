import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as vocabulary from '@/lib/domain/vocabulary';
import { asOfPageSchema } from '@/lib/protocol/as-of';
import {
  areaCodeSchema,
  changeBatchSchema,
  figureChangeSchema,
  headSchema,
  manifestSchema,
  partitionEntrySchema,
} from '@/lib/protocol/changes';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import { hashWords } from '@/lib/protocol/digest';
import {
  catchUpRequestSchema,
  heartbeatSchema,
  helloSchema,
  LIVE_NAMESPACE,
  socketFaultSchema,
  welcomeSchema,
} from '@/lib/protocol/socket-events';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';

/**
 * What each protocol version means. If this test turns red, the wire has changed: raise `PROTOCOL_VERSION` and add a
 * line here; a line that stands is never edited once a version was released.
 */
const PINNED: Record<number, string> = {
  1: 'cb6f205fb8e435f6',
};

const schemas: Record<string, z.ZodType> = {
  areaCodeSchema,
  asOfPageSchema,
  catchUpRequestSchema,
  changeBatchSchema,
  figureChangeSchema,
  headSchema,
  heartbeatSchema,
  helloSchema,
  manifestSchema,
  partitionEntrySchema,
  socketFaultSchema,
  welcomeSchema,
};

function wireText(
  changes: Record<string, z.ZodType> = {},
  columns: readonly unknown[] = WIRE_COLUMNS,
): string {
  const described = Object.entries({ ...schemas, ...changes }).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  ]);
  const lists = Object.entries(vocabulary)
    .filter(([, value]) => typeof value !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sampleHash = hashWords(WIRE_COLUMNS.map((_, index) => (index === 12 ? 0 : index * 7919)));
  return JSON.stringify({ namespace: LIVE_NAMESPACE, columns, described, lists, sampleHash });
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

describe('[PV1] the wire', () => {
  it('is what its protocol version says', () => {
    expect(fingerprint(wireText())).toBe(PINNED[PROTOCOL_VERSION]);
  });

  it('has another fingerprint as soon as a field, a column or their order changes', () => {
    const pinned = fingerprint(wireText());
    const widened = headSchema.extend({ more: z.string() });
    const swapped = [WIRE_COLUMNS[1], WIRE_COLUMNS[0], ...WIRE_COLUMNS.slice(2)];
    expect(fingerprint(wireText({ headSchema: widened }))).not.toBe(pinned);
    expect(fingerprint(wireText({}, swapped))).not.toBe(pinned);
  });

  it('[CD1] has a code for every subtype of every kind, each once', () => {
    const classes = vocabulary.KINDS.flatMap((kind) =>
      [null, ...vocabulary.SUBTYPES[kind]].map((subtype) => vocabulary.classCodeOf(kind, subtype)),
    );
    expect([...new Set(classes)].sort((a, b) => a - b)).toEqual(
      vocabulary.INCIDENT_CLASSES.map((_, code) => code),
    );
  });

  it('[CD1] names the word that has no code', () => {
    expect(() => vocabulary.codeOf(vocabulary.KINDS, 'storm' as never)).toThrow('"storm"');
    expect(() => vocabulary.classCodeOf('shooting', 'cocaine')).toThrow('"cocaine"');
  });
});
