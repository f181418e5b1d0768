import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE_DEFLATE, shareFrame } from '@/lib/server/shared-frame';
import { anyCharacter } from '../../support/any-character';

const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);
const [FINAL, COMPRESSED, TEXT, MASKED] = [0x80, 0x40, 0x01, 0x80];

/** Reads one frame as RFC 6455, 5.2 and RFC 7692, 7.2.2 tell a client to. */
function readFrame(frame: Buffer): { isCompressed: boolean; message: string } {
  const [first = 0, second = 0] = frame;
  expect(first & ~COMPRESSED).toBe(FINAL | TEXT);
  expect(second & MASKED).toBe(0);
  const [start, length] =
    second < 126
      ? [2, second]
      : second === 126
        ? [4, frame.readUInt16BE(2)]
        : [10, Number(frame.readBigUInt64BE(2))];
  const payload = frame.subarray(start);
  expect(payload).toHaveLength(length);
  const isCompressed = (first & COMPRESSED) > 0;
  const message = isCompressed
    ? inflateRawSync(Buffer.concat([payload, TAIL]), {
        windowBits: MESSAGE_DEFLATE.serverMaxWindowBits,
        finishFlush: constants.Z_SYNC_FLUSH,
      })
    : payload;
  return { isCompressed, message: message.toString() };
}

const messageOf = (payload: unknown) => `42/live,${JSON.stringify(['changes', payload])}`;

describe('a frame that many readers share', () => {
  it('says the same plain and compressed, whatever is in it', () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 9_000, size: 'max' });
    fc.assert(
      fc.property(fc.record({ text, rows: fc.array(fc.nat()) }), (payload) => {
        const { plain, deflated } = shareFrame('/live', 'changes', payload);
        expect(readFrame(plain)).toEqual({ isCompressed: false, message: messageOf(payload) });
        expect(readFrame(deflated).message).toBe(messageOf(payload));
      }),
      { numRuns: 60 },
    );
  });

  it.each([125, 126, 4_095, 4_096, 65_535, 65_536])('is whole at %i bytes', (bytes) => {
    const payload = 'x'.repeat(bytes - messageOf('').length);
    const { plain, deflated } = shareFrame('/live', 'changes', payload);
    expect(readFrame(plain).message).toHaveLength(bytes);
    expect(readFrame(deflated)).toEqual({
      isCompressed: bytes >= MESSAGE_DEFLATE.threshold,
      message: messageOf(payload),
    });
  });
});
