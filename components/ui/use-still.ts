'use client';

import { useEffect, useState } from 'react';

/** A brush or a camera that moves asks the map at every step; what may wait until it rests waits so long. */
const REST_MS = 120;

/** A value once it has rested; the first one at once. */
export function useStill<Value>(value: Value): Value {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}
