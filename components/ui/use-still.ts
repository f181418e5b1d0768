'use client';

import { useEffect, useState } from 'react';

/** A value once it has not changed for so long; the first one at once. */
export function useStill<Value>(value: Value, forMs: number): Value {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return still;
}
