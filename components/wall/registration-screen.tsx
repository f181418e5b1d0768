'use client';

import { useEffect, useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { qrPath } from '@/components/ui/qr-path';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { CONTROL_START, controlPath } from '@/lib/url/control-address';
import { askSelf } from './ask-self';
import { hasKeptOrders } from './has-kept-orders';
import type { RegistrationStep } from './register-screen';
import styles from './registration-screen.module.css';

interface Props {
  /** Why a screen that was registered is none any more; null for one that never was. */
  reason: 'none' | 'revoked' | null;
  theme: 'light' | 'dark';
  /** The address at which others reach this installation; null for the page's own origin. */
  publicUrl: string | null;
}

/** A code, to be read from across the room and confirmed on the control page; then this screen becomes a wall. */
export function RegistrationScreen({ reason, theme, publicUrl }: Props) {
  const t = useTranslations('screen');
  const locale = useReaderLocale();
  const format = useFormatter();
  const wall = `/${locale}/wall${theme === 'light' ? '?theme=light' : ''}`;
  const step = useRegistration(reason === null, wall);
  const origin = useOrigin(publicUrl);
  const code = step.step === 'shown' ? step.code.toUpperCase() : null;
  const address = origin === null ? null : `${origin}/${locale}${controlPath(CONTROL_START)}`;
  return (
    <main className={styles.screen} data-theme={theme} data-step={step.step}>
      <header>
        <h1>{reason === null ? t('heading') : t(`${reason}Heading`)}</h1>
        {reason === 'revoked' && <p>{t('revokedNote')}</p>}
      </header>
      <div className={styles.middle} aria-live="polite">
        {code ? (
          <>
            <p>{t('code')}</p>
            <p className={styles.code} id="screen-code" data-code={code}>
              <span>{code.slice(0, 3)}</span>
              <span>{code.slice(3)}</span>
            </p>
          </>
        ) : (
          <p className={styles.state}>
            {step.step === 'asking' && t('asking')}
            {step.step === 'away' && t('noCode')}
            {step.step === 'waiting' && t('wait', { seconds: step.seconds })}
            {step.step === 'confirmed' && t('opening')}
          </p>
        )}
      </div>
      <footer>
        {address && (
          <p>
            {t('where')} <b>{address.replace(/^https?:\/\//, '')}</b> {t('then')}{' '}
            {step.step === 'shown' && (
              <small>
                {t('expires', {
                  time: format.dateTime(Date.parse(step.expiresAt), {
                    hour: '2-digit',
                    minute: '2-digit',
                  }),
                })}
              </small>
            )}
          </p>
        )}
        {code && origin !== null && (
          <ControlCode
            address={`${origin}/${locale}${controlPath({ ...CONTROL_START, code })}`}
            label={t('scan')}
          />
        )}
      </footer>
    </main>
  );
}

function ControlCode({ address, label }: { address: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(address), [address]);
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}

/** @param isNew whether this browser may be a registered screen already, or have been one when it was last open */
function useRegistration(isNew: boolean, wall: string): RegistrationStep {
  const [step, setStep] = useState<RegistrationStep>({ step: 'asking' });
  useEffect(() => {
    const end = new AbortController();
    const begin = async () => {
      if (isNew) {
        const self = await askSelf();
        if (end.signal.aborted) return;
        if (self === 'registered' || (self === 'away' && hasKeptOrders())) {
          location.replace(wall);
          return;
        }
      }
      const { registerScreen } = await import('./register-screen');
      await registerScreen({
        ask: (path, init) => fetch(path, init),
        wait: (ms) => waitFor(ms, end.signal),
        tell: setStep,
      });
      // The engine's line is opened anew, with the cookie.
      location.replace(wall);
    };
    begin().catch((error: unknown) => {
      if (!end.signal.aborted) throw error;
    });
    return () => end.abort();
  }, [isNew, wall]);
  return step;
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const give = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms);
    signal.addEventListener('abort', give, { once: true });
  });
}

function useOrigin(publicUrl: string | null): string | null {
  const [origin, setOrigin] = useState(publicUrl);
  useEffect(() => {
    if (publicUrl === null) setOrigin(location.origin);
  }, [publicUrl]);
  return origin?.replace(/\/$/, '') ?? null;
}
