import { describe, expect, it } from 'vitest';
import {
  commandRequestSchema,
  confirmationSchema,
  screenStatusSchema,
} from '@/lib/protocol/screens';

const ID = '0199c0de-0000-4000-8000-000000000001';

function faultsOf(body: unknown): string[] {
  const parsed = commandRequestSchema.safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
}

describe('what is asked of screens', () => {
  it('takes a code as people type it', () => {
    const read = confirmationSchema.parse({ code: 'AB2-3c4 ', name: 'Desk', place: 'Newsroom' });
    expect(read.code).toBe('ab23c4');
  });

  it('names the field of a command that is wrong', () => {
    const command = { type: 'message', text: 'x'.repeat(201) };
    expect(faultsOf({ screens: 'all', command })).toEqual(['command.text']);
    expect(faultsOf({ screens: [ID], command: { type: 'jump' } })).toEqual(['command.scene']);
    expect(faultsOf({ screens: [], command: { type: 'next' } })).toEqual(['screens']);
    expect(faultsOf({ screens: 'all', command: { type: 'explode' } })).toEqual(['command.type']);
  });

  it('takes a message as one plain line only', () => {
    for (const text of ['two\nlines', 'turned \u202e around', ' ']) {
      expect(faultsOf({ screens: 'all', command: { type: 'message', text } })).not.toEqual([]);
    }
  });

  it('bounds what a status may hold', () => {
    const status = {
      width: 1920,
      height: 1080,
      devicePixelRatio: 1,
      build: 'b',
      seq: 1,
      isDigestOk: true,
      heapBytes: null,
      frameMs: null,
      lastError: null,
      scene: null,
      sceneStartedAt: null,
      revision: 0,
    };
    expect(screenStatusSchema.safeParse(status).success).toBe(true);
    expect(screenStatusSchema.parse({ ...status, build: 'a\u0000b\ud800' }).build).toBe('ab');
    expect(screenStatusSchema.safeParse({ ...status, extra: 'x' }).success).toBe(false);
    expect(screenStatusSchema.safeParse({ ...status, build: 'x'.repeat(65) }).success).toBe(false);
  });
});
