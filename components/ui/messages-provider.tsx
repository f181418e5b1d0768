'use client';

import type { ReactNode } from 'react';
import { IntlProvider, type Messages } from 'use-intl';
import { TIME_ZONE } from '@/lib/domain/time';
import type { Locale } from '@/lib/domain/vocabulary';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';

interface Props {
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

/** Texts, numbers and Brussels time in one language for everything below it. */
export function MessagesProvider({ locale, messages, children }: Props) {
  return (
    <IntlProvider locale={FORMAT_LOCALES[locale]} messages={messages} timeZone={TIME_ZONE}>
      {children}
    </IntlProvider>
  );
}
