import { describe, expect, it } from 'vitest';
import { announcementOf, feedWord } from '@/components/header/feed-words';
import type { FeedStatus } from '@/lib/protocol/engine-requests';

const live: FeedStatus = {
  connection: 'live',
  epoch: 'e1',
  seq: 7,
  digest: '0000000000000000',
  asOf: '2026-01-02T20:40:05Z',
  silentSeconds: 0,
  loaded: 10,
  expected: 10,
  build: 'b1',
  digestFaults: 0,
  isUnconfirmed: false,
  keptFaults: 0,
  serverTimes: [],
};
const calm = { status: live, silentSeconds: 0, isOnline: true, fault: null };

describe('what the status line says', () => {
  it('is that the page connects until the engine has spoken', () => {
    expect(feedWord({ ...calm, status: null })).toBe('starting');
    expect(feedWord({ ...calm, status: { ...live, connection: 'loading', expected: 0 } })).toBe(
      'starting',
    );
  });

  it('[KS3] is that the page connects, and later that it is stale, while a kept state is not confirmed', () => {
    const kept = { ...live, isUnconfirmed: true };
    expect(feedWord({ ...calm, status: { ...kept, connection: 'loading' } })).toBe('starting');
    const stale = { ...kept, connection: 'stale' as const };
    expect(feedWord({ ...calm, status: stale, silentSeconds: 400 })).toBe('unconfirmed');
    expect(feedWord({ ...calm, status: stale, isOnline: false })).toBe('offline');
    expect(announcementOf('unconfirmed')).toBe('announceStale');
  });

  it('counts silence in seconds, then in minutes', () => {
    const stale = { ...live, connection: 'stale' as const };
    expect(feedWord({ ...calm, status: stale, silentSeconds: 23 })).toBe('stale');
    expect(feedWord({ ...calm, status: stale, silentSeconds: 150 })).toBe('staleMinutes');
  });

  it('names the missing network only when the feed is silent', () => {
    expect(feedWord({ ...calm, isOnline: false })).toBe('live');
    expect(feedWord({ ...calm, status: { ...live, connection: 'stale' }, isOnline: false })).toBe(
      'offline',
    );
  });

  it('puts a stopped engine above everything else', () => {
    expect(feedWord({ ...calm, isOnline: false, fault: 'out of memory' })).toBe('fault');
  });

  it('[AC3] says that access has ended, whatever the network does', () => {
    const ended = { ...live, connection: 'access ended' as const };
    expect(feedWord({ ...calm, status: ended, isOnline: false, silentSeconds: 400 })).toBe(
      'accessEnded',
    );
    expect(announcementOf('accessEnded')).toBe('announceAccessEnded');
  });

  it('is read out when the line is lost or found again, and not for every change', () => {
    expect(announcementOf('stale')).toBe('announceStale');
    expect(announcementOf('staleMinutes')).toBe('announceStale');
    expect(announcementOf('live')).toBe('announceLive');
    expect(announcementOf('catchingUp')).toBeNull();
  });
});
