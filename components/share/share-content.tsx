'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMoment } from '@/components/past/use-moment';
import { held } from '@/lib/domain/rolling-period';
import type { SharedLink } from '@/lib/domain/shared-link';
import type { FeedStatus, PastStatus } from '@/lib/protocol/engine-requests';
import { selectionQuery } from '@/lib/url/selection-links';
import type { ViewDefaults, ViewState } from '@/lib/url/view-state';
import { captionCount } from './caption-count';
import { CopyField } from './copy-field';
import { LabelList } from './label-list';
import { PeriodNote } from './period-note';
import { QrCode } from './qr-code';
import { LONGEST_SAFE_ADDRESS, type Moment, sharedQuery } from './share-address';
import styles from './share-dialog.module.css';
import { addressOf, ShortLink } from './short-link';
import { TakeAway } from './take-away';
import { useCaption } from './use-caption';
import { WallSection } from './wall-section';

export interface ShareProps {
  state: ViewState;
  defaults: ViewDefaults;
  status: FeedStatus | null;
  past: PastStatus | null;
  /** Selected records, or null while they are not counted. */
  count: number | null;
  /** The path of the map in the reader's language. */
  path: string;
  onAddLabel: (text: string) => void;
  onMoveLabel: (index: number) => void;
  onRemoveLabel: (index: number) => void;
  /** A label is being placed on the map: the dialog has made way and comes back as it was. */
  isMoving: boolean;
}

/** What to share of the view, and how. */
export function ShareContent(share: ShareProps) {
  const { state, defaults, status, past, count, path } = share;
  const t = useTranslations('share');
  // Kept as it was when the dialog opened: the moment under the reader's hand does not run away.
  const [{ now, frozen }] = useState(() => ({
    now: momentOf(status),
    frozen: { filter: state.filter, count },
  }));
  const [moment, setMoment] = useState<Moment>(state.asOf ? 'asOf' : 'live');
  const query = sharedQuery(state, defaults, moment, now?.name ?? null);
  const [made, setMade] = useState<{ query: string; link: SharedLink } | null>(null);
  const link = made?.query === query ? made.link : null;
  const address = `${location.origin}${path}${query ? `?${query}` : ''}`;
  const at = past?.committedAt ?? (moment === 'asOf' ? (now?.at ?? null) : (status?.asOf ?? null));
  const caption = useCaption({
    filter: moment === 'asOf' ? held(state.filter) : state.filter,
    count: captionCount(
      { moment, isPast: state.asOf !== null, filter: state.filter, count },
      frozen,
    ),
    asOf: at,
  });
  return (
    <div className={styles.body}>
      <MomentChoice
        moment={moment}
        at={state.asOf ? (past?.committedAt ?? null) : (now?.at ?? null)}
        isPast={state.asOf !== null}
        onMoment={setMoment}
      />
      <PeriodNote filter={state.filter} moment={moment} />
      <CopyField label={t('address')} value={address} action={t('copyAddress')} />
      {address.length > LONGEST_SAFE_ADDRESS && (
        <p className={styles.long} role="alert">
          {t('tooLong', { count: address.length, most: LONGEST_SAFE_ADDRESS })}
        </p>
      )}
      <ShortLink query={query} link={link} onLink={(given) => setMade({ query, link: given })} />
      <section>
        <h3>{t('qr')}</h3>
        <QrCode
          text={link ? addressOf(link) : address}
          label={link ? t('qrOfShort', { address: addressOf(link) }) : t('qrOfAddress')}
        />
      </section>
      <WallSection query={sharedQuery(state, defaults, 'live', null)} />
      <LabelList
        labels={state.labels}
        onAdd={share.onAddLabel}
        onMove={share.onMoveLabel}
        onRemove={share.onRemoveLabel}
      />
      <section>
        <CopyField label={t('caption')} value={caption} action={t('copyCaption')} isLong />
        <SendButton url={link ? addressOf(link) : address} text={caption} />
      </section>
      <TakeAway
        query={selectionQuery(moment === 'asOf' ? held(state.filter) : state.filter, defaults)}
        asOf={moment === 'asOf' ? (state.asOf ?? now?.name ?? null) : null}
      />
    </div>
  );
}

interface MomentProps {
  moment: Moment;
  at: string | null;
  isPast: boolean;
  onMoment: (moment: Moment) => void;
}

function MomentChoice({ moment, at, isPast, onMoment }: MomentProps) {
  const t = useTranslations('share');
  const say = useMoment();
  const name = useId();
  const words = at ? t(isPast ? 'asOfThen' : 'asOfNow', say(at)) : t('asOfUnavailable');
  return (
    <fieldset className={styles.which}>
      <legend>{t('which')}</legend>
      {(['live', 'asOf'] as const).map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name={name}
            checked={moment === choice}
            disabled={choice === 'asOf' && at === null}
            onChange={() => onMoment(choice)}
          />
          {choice === 'live' ? t('live') : words}
        </label>
      ))}
    </fieldset>
  );
}

/** Where the browser hands texts to other programs. */
function SendButton({ url, text }: { url: string; text: string }) {
  const t = useTranslations('share');
  if (typeof navigator.share !== 'function') return null;
  const send = () => navigator.share({ url, text }).catch(() => undefined);
  return (
    <button type="button" onClick={() => void send()}>
      {t('send')}
    </button>
  );
}

/** The state that the page shows, by the name that links give it. */
function momentOf(status: FeedStatus | null) {
  if (!status?.epoch || !status.asOf || status.connection === 'loading') return null;
  return { name: { epoch: status.epoch, seq: status.seq }, at: status.asOf };
}
