'use client';

import { FaultNote } from '@/components/ui/fault-note';

export default function PageError() {
  return <FaultNote />;
}
