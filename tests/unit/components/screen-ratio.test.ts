import { describe, expect, it } from 'vitest';
import { followScreenRatio } from '@/components/ui/use-screen-ratio';

function screenOf(devicePixelRatio: number) {
  const lists: { query: string; listeners: Set<() => void> }[] = [];
  const screen = {
    devicePixelRatio,
    matchMedia: (query: string) => {
      const listeners = new Set<() => void>();
      lists.push({ query, listeners });
      return {
        addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
        removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
      };
    },
  };
  const become = (ratio: number) => {
    const left = `(resolution: ${screen.devicePixelRatio}dppx)`;
    screen.devicePixelRatio = ratio;
    const told = lists.filter(({ query }) => query === left);
    for (const { listeners } of told) for (const listener of [...listeners]) listener();
  };
  const listening = () => lists.reduce((sum, { listeners }) => sum + listeners.size, 0);
  return { screen: screen as unknown as Window, become, listening };
}

describe('how fine a screen is', () => {
  it('is told at every change until nobody asks', () => {
    const { screen, become, listening } = screenOf(1);
    const heard: number[] = [];
    const end = followScreenRatio(screen, () => heard.push(screen.devicePixelRatio));
    for (const ratio of [2, 1.25, 1]) become(ratio);
    expect(heard).toEqual([2, 1.25, 1]);
    expect(listening()).toBe(1);
    end();
    become(3);
    expect(heard).toHaveLength(3);
    expect(listening()).toBe(0);
  });
});
