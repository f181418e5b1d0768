'use client';

import { useFormatter } from 'use-intl';

/** An ISO instant as a Brussels day and time, for the messages that name one. */
export function useMoment(): (iso: string) => { day: string; time: string } {
  const format = useFormatter();
  return (iso) => {
    const ms = Date.parse(iso);
    return {
      day: format.dateTime(ms, { day: 'numeric', month: 'long', year: 'numeric' }),
      time: format.dateTime(ms, { hour: '2-digit', minute: '2-digit' }),
    };
  };
}
