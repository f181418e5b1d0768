'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { FaultNote } from '@/components/ui/fault-note';

export default function PageError() {
  return <FaultNote pathname={usePathname()} query={useSearchParams().toString()} />;
}
