'use client';

import { useFormatter, useTranslations } from 'use-intl';
import type { ScreenFacts } from '@/lib/protocol/screens';
import { roughAge } from '@/lib/wall/staleness';
import styles from './control.module.css';
import type { DeskPlaylist } from './desk-client';
import { shownSceneOf } from './shown-scene';
import { isOldBuild, lagOf, type Sign } from './signs';

interface Props {
  screen: ScreenFacts;
  playlist: DeskPlaylist | null;
  head: { seq: number; build: string } | null;
  sign: Sign;
  /** Seconds since it was heard. */
  silence: number | null;
  /** The server's time. */
  nowMs: number;
}

const MEBIBYTE = 1_048_576;
const BUILD_LETTERS = 12;
const STAMP = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/** What a screen says of itself, and how long ago. */
export function ScreenFactsList({ screen, playlist, head, sign, silence, nowMs }: Props) {
  const t = useTranslations('control.screen');
  const tAges = useTranslations('wall.ages');
  const format = useFormatter();
  const { status } = screen;
  const age = silence === null ? null : roughAge(silence);
  const lag = lagOf(status?.seq, head?.seq ?? null);
  const isOld = isOldBuild(status?.build, head?.build ?? null);
  return (
    <dl className={styles.facts}>
      <div data-sign={sign}>
        <dt>{t('heard')}</dt>
        <dd>
          <b>{t(`signs.${sign}`)}</b>{' '}
          {age && t('ago', { age: tAges(age.unit, { count: age.count }) })}
        </dd>
      </div>
      <div>
        <dt>{t('shows')}</dt>
        <dd>
          <ShownNow screen={screen} playlist={playlist} nowMs={nowMs} sign={sign} />
        </dd>
      </div>
      <div>
        <dt>{t('playlist')}</dt>
        <dd>{screen.playlist?.name ?? t('noPlaylist')}</dd>
      </div>
      {screen.message && (
        <div>
          <dt>{t('message')}</dt>
          <dd>{screen.message.text}</dd>
        </div>
      )}
      {screen.oldCredentialAt && (
        <div data-bad>
          <dt>{t('credential')}</dt>
          <dd>
            {t('oldCredential')} ({format.dateTime(Date.parse(screen.oldCredentialAt), STAMP)})
          </dd>
        </div>
      )}
      {status && (
        <>
          <div>
            <dt>{t('size')}</dt>
            <dd>
              {status.width} × {status.height}
              {status.devicePixelRatio !== 1 && ` @ ${format.number(status.devicePixelRatio)}`}
            </dd>
          </div>
          <div data-bad={isOld || undefined}>
            <dt>{t('build')}</dt>
            <dd>
              {status.build.slice(0, BUILD_LETTERS)} {isOld && <b>{t('oldBuild')}</b>}
            </dd>
          </div>
          <div data-bad={status.isDigestOk === false || undefined}>
            <dt>{t('seq')}</dt>
            <dd>
              {status.seq === null ? t('notYet') : format.number(status.seq)}{' '}
              {lag !== null && lag > 0 && t('behind', { count: lag })}
              {status.isDigestOk === false && <b>{t('wrongDigest')}</b>}
            </dd>
          </div>
          <div>
            <dt>{t('heap')}</dt>
            <dd>
              {status.heapBytes === null
                ? t('untold')
                : t('mebibytes', { count: Math.round(status.heapBytes / MEBIBYTE) })}
            </dd>
          </div>
          <div>
            <dt>{t('frames')}</dt>
            <dd>
              {status.frameMs === null
                ? t('untold')
                : t('frameTimes', {
                    median: Math.round(status.frameMs.median),
                    worst: Math.round(status.frameMs.worst),
                  })}
            </dd>
          </div>
          <div data-bad={status.lastError !== null || undefined}>
            <dt>{t('error')}</dt>
            <dd>
              {status.lastError === null
                ? t('none')
                : `${status.lastError.message} (${format.dateTime(Date.parse(status.lastError.at), STAMP)})`}
            </dd>
          </div>
        </>
      )}
    </dl>
  );
}

function ShownNow({
  screen,
  playlist,
  nowMs,
  sign,
}: Pick<Props, 'screen' | 'playlist' | 'nowMs' | 'sign'>) {
  const t = useTranslations('control.screen');
  const shown = shownSceneOf(screen, playlist?.body ?? null, nowMs);
  if (screen.playlist === null && screen.status?.scene) return t('usualView');
  if (!shown) return t('unknownScene');
  const isKnown = sign === 'fresh';
  return (
    <>
      {shown.name} {isKnown && shown.isHeld && <i>{t('held')}</i>}
      {isKnown && shown.leftSeconds !== null && (
        <i className={styles.left}>{t('left', { count: shown.leftSeconds })}</i>
      )}
    </>
  );
}
