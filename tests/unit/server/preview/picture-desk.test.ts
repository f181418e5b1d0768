import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskFull, PictureDesk } from '@/lib/server/preview/picture-desk';

const LIMITS = { atOnce: 2, waiting: 3, keptEntries: 4, keptBytes: 1_000 };

/** Pictures that are made when the test says so. */
function studio(limits = LIMITS) {
  const desk = new PictureDesk<{ byteLength: number }>(limits);
  const begun: { key: string; finish: (bytes?: number) => void; fail: () => void }[] = [];
  const ask = (key: string) =>
    desk.get(
      key,
      () =>
        new Promise((resolve, reject) => {
          begun.push({
            key,
            finish: (bytes = 10) => resolve({ key, bytes: { byteLength: bytes } }),
            fail: () => reject(new Error(`no ${key}`)),
          });
        }),
    );
  return { desk, begun, ask };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the desk for pictures', () => {
  it('makes one picture for all who ask for the same, and gives it at once from then on', async () => {
    const { begun, ask } = studio();
    const both = [ask('a'), ask('a')];
    await settled();
    expect(begun.map(({ key }) => key)).toEqual(['a']);
    begun[0]?.finish();
    expect((await Promise.all(both)).map(({ key }) => key)).toEqual(['a', 'a']);
    await ask('a');
    expect(begun).toHaveLength(1);
  });

  it('asks only for a new picture whether it may be made, before it takes a place', async () => {
    const { desk, begun, ask } = studio();
    const refuse = () => Promise.reject(new Error('too many'));
    const unasked = () => Promise.reject(new Error('never made'));
    await expect(desk.get('a', unasked, refuse)).rejects.toThrow('too many');
    expect(begun).toHaveLength(0);
    const first = ask('a');
    await settled();
    const together = desk.get('a', unasked, refuse);
    begun[0]?.finish();
    expect((await Promise.all([first, together])).map(({ key }) => key)).toEqual(['a', 'a']);
    expect((await desk.get('a', unasked, refuse)).key).toBe('a');
  });

  it('asks once of all who want the same new picture, and not where there is no place for it', async () => {
    const { desk, begun, ask } = studio({ ...LIMITS, atOnce: 1, waiting: 1 });
    let asked = 0;
    const admit = async () => {
      asked += 1;
      await settled();
    };
    const made = async () => ({ key: 'b', bytes: { byteLength: 10 } });
    const first = ask('a');
    const together = [desk.get('b', made, admit), desk.get('b', made, admit)];
    await settled();
    await expect(desk.get('c', made, admit)).rejects.toThrow(DeskFull);
    expect(asked).toBe(1);
    begun[0]?.finish();
    expect((await Promise.all([first, ...together])).map(({ key }) => key)).toEqual([
      'a',
      'b',
      'b',
    ]);
    expect(asked).toBe(1);
  });

  it('refuses for whoever had too many, and makes the picture for who waits with them', async () => {
    const { desk, begun, ask } = studio({ ...LIMITS, atOnce: 1, waiting: 1 });
    const refuse = async () => {
      await settled();
      throw new Error('too many');
    };
    const never = () => Promise.reject(new Error('never made'));
    const refused = desk.get('a', never, refuse);
    const other = ask('a');
    await expect(refused).rejects.toThrow('too many');
    await settled();
    expect(begun.map(({ key }) => key)).toEqual(['a']);
    // Whoever is refused while it waits leaves its place at once.
    for (const key of ['b', 'c'])
      await expect(desk.get(key, never, refuse)).rejects.toThrow('too many');
    begun[0]?.finish();
    await expect(other).resolves.toMatchObject({ key: 'a' });
    const next = ask('b');
    await settled();
    begun[1]?.finish();
    await expect(next).resolves.toMatchObject({ key: 'b' });
  });

  it('makes two at once, lets three wait in their order, and refuses the next', async () => {
    const { begun, ask } = studio();
    const asked = ['a', 'b', 'c', 'd', 'e'].map(ask);
    await settled();
    expect(begun.map(({ key }) => key)).toEqual(['a', 'b']);
    await expect(ask('f')).rejects.toThrow(DeskFull);
    for (let index = 0; index < asked.length; index += 1) {
      begun[index]?.finish();
      await settled();
    }
    await Promise.all(asked);
    expect(begun.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
    const later = ask('f');
    await settled();
    begun[5]?.finish();
    await expect(later).resolves.toMatchObject({ key: 'f' });
  });

  it('gives a place back where a picture fails, and makes it again for the next who asks', async () => {
    const { begun, ask } = studio({ ...LIMITS, atOnce: 1 });
    const [first, second] = [ask('a'), ask('b')];
    await settled();
    begun[0]?.fail();
    await expect(first).rejects.toThrow('no a');
    await settled();
    begun[1]?.finish();
    await second;
    const again = ask('a');
    await settled();
    begun[2]?.finish();
    await expect(again).resolves.toMatchObject({ key: 'a' });
  });

  it('never keeps more than its limits, and the newest', async () => {
    const pictures = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 1_200 })));
    await fc.assert(
      fc.asyncProperty(pictures, async (made) => {
        const desk = new PictureDesk<{ byteLength: number }>(LIMITS);
        for (const [name, byteLength] of made) {
          const key = String(name);
          await desk.get(key, async () => ({ key, bytes: { byteLength } }));
          expect(desk.keptEntries).toBeLessThanOrEqual(LIMITS.keptEntries);
          expect(desk.keptBytes).toBeLessThanOrEqual(LIMITS.keptBytes);
          expect(desk.keptBytes).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
