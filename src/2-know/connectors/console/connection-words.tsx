/** What connections, feeds and requests are called. */
import { useLingui } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { Instant, Mark, type Tone, Verbatim } from '#console/kit';
import type { ConnectionItem, DeliveryItem, FailureShown, FeedShown, RequestItem } from '../contract.ts';

export function useSaid(): (both: { en: string; zh: string }) => string {
  const { i18n } = useLingui();
  return (both) => (i18n.locale === 'zh-CN' ? both.zh : both.en);
}

type State = ConnectionItem['state'] | DeliveryItem['state'] | RequestItem['state'];
const TONES: Record<State, Tone> = {
  connected: 'ok',
  paused: 'warn',
  disconnected: 'quiet',
  waiting: 'warn',
  taken: 'ok',
  failed: 'bad',
  asked: 'warn',
  confirmed: 'ok',
  refused: 'bad',
};

export function useStates(): Record<State, string> {
  const { t } = useLingui();
  return {
    connected: t`Connected`,
    paused: t`Paused`,
    disconnected: t`Disconnected`,
    waiting: t`Waiting`,
    taken: t`Taken in`,
    failed: t`Failed`,
    asked: t`Asked`,
    confirmed: t`Confirmed`,
    refused: t`Refused`,
  };
}

export function StateMark({ state }: { state: State }) {
  return <Mark tone={TONES[state]}>{useStates()[state]}</Mark>;
}

export function useActs(): Record<RequestItem['act'], string> {
  const { t } = useLingui();
  return {
    refund: t`Refund`,
    cancel: t`Cancel the order`,
    change_address: t`Change the address`,
    fulfil: t`Fulfil`,
    create_codes: t`Make discount codes`,
    tag: t`Tag`,
    set_consent: t`Set consent`,
  };
}

export function Failure({ failure }: { failure: FailureShown }) {
  const said = useSaid();
  if (!failure) return null;
  return (
    <Text size="sm" c="red" component="div">
      {said(failure.words)}
      {failure.detail && (
        <>
          {' '}
          <Verbatim longest={80}>{failure.detail}</Verbatim>
        </>
      )}
      {failure.since && (
        <>
          {' · '}
          <Instant at={failure.since} brief />
        </>
      )}
    </Text>
  );
}

/** How far behind: to the minute while it is little. */
export function Behind({ feed }: { feed: FeedShown }) {
  const { t, i18n } = useLingui();
  if (feed.behind_seconds === null) return <Mark tone="quiet">{t`Reading the past`}</Mark>;
  const minutes = Math.round(feed.behind_seconds / 60);
  const unit = minutes < 120 ? 'minute' : minutes < 48 * 60 ? 'hour' : 'day';
  const value = unit === 'minute' ? minutes : Math.round(minutes / (unit === 'hour' ? 60 : 1440));
  const words = new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  );
  return <Mark tone={minutes > 60 ? 'warn' : 'ok'}>{words}</Mark>;
}
