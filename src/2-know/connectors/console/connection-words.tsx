/** What connections, feeds and requests are called. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, Instant, Mark, type Tone, Verbatim } from '#console/kit';
import type {
  ConnectionDetail,
  ConnectionItem,
  DeliveryItem,
  FailureShown,
  FeedShown,
  RequestItem,
} from '../contract.ts';

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
    asked: t({ message: 'Asked', context: 'request' }),
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
    tag: t({ message: 'Tag', context: 'act' }),
    set_consent: t`Set consent`,
    unsubscribe: t`Take webhooks back`,
  };
}

/** Why a request came to nothing: in our words where we said it, in the platform's where it did. */
export function useReasonOf(): (reason: string) => ReactNode {
  const { t } = useLingui();
  const ours: Record<string, string> = {
    in_doubt: t`In doubt: it may have been done. Look in the platform.`,
    superseded: t`She has changed her mind since: the later word was sent.`,
    disconnected: t`The connection has ended.`,
    unsubscribe_given_up: t`It was tried for days without an answer.`,
  };
  return (reason) => ours[reason] ?? <Verbatim longest={120}>{reason}</Verbatim>;
}

/** Which connection a list belongs to, and the way back to it. */
export function OfConnection({ id }: { id: string }) {
  const said = useSaid();
  const { data } = useQuery({
    queryKey: ['/api/connections', id],
    queryFn: ({ signal }) => api.get<ConnectionDetail>(`/api/connections/${id}`, { signal }),
  });
  if (!data) return null;
  return (
    <div>
      <Anchor component={Link} to={`/connections/${id}`} size="sm" underline="always">
        {said(data.title)} · <Verbatim longest={60}>{data.channel.name}</Verbatim>
      </Anchor>
    </div>
  );
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
          <Trans>
            since <Instant at={failure.since} brief />
          </Trans>
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
