/** Whether the platform reports to us, and what people have to do for it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Text } from '@mantine/core';
import { Copyable, Instant, Mark, Mono, Panel, Snippet, type Tone, Verbatim } from '#console/kit';
import type { ConnectionDetail } from '../contract.ts';
import { useReasonOf, useSaid } from './connection-words.tsx';
import css from './connections.module.css';

type Webhooks = NonNullable<ConnectionDetail['webhooks']>;
type ByHand = NonNullable<Webhooks['by_hand']>;

const TONES: Record<Webhooks['state'], Tone> = {
  subscribed: 'ok',
  refused: 'bad',
  waiting: 'quiet',
  by_hand: 'quiet',
  leaving: 'warn',
  left: 'quiet',
  left_behind: 'bad',
};

export function WebhooksPanel({ webhooks, address }: { webhooks: Webhooks; address: string | null }) {
  const { t } = useLingui();
  const words: Record<Webhooks['state'], string> = {
    subscribed: t`Subscribed by us`,
    refused: t`Refused by the platform`,
    waiting: t({ message: 'Not yet', context: 'webhooks' }),
    by_hand: t`To be entered by hand`,
    leaving: t`Being taken back`,
    left: t`Taken back`,
    left_behind: t`Left at the platform`,
  };
  return (
    <Panel title={t`Webhooks`}>
      <Stack gap="xs">
        <Text size="sm" component="div">
          <Mark tone={TONES[webhooks.state]}>{words[webhooks.state]}</Mark>{' '}
          {webhooks.checked_at && webhooks.state !== 'waiting' && <Instant at={webhooks.checked_at} />}
        </Text>
        <Text size="sm" component="div">
          <What webhooks={webhooks} hasAddress={address !== null} />
        </Text>
        {address && <Copyable value={address} what={t`address`} longest={80} />}
      </Stack>
    </Panel>
  );
}

function What({ webhooks: { state, detail }, hasAddress }: { webhooks: Webhooks; hasAddress: boolean }) {
  const reasonOf = useReasonOf();
  const reason = detail === null ? null : reasonOf(detail);
  if (state === 'leaving')
    return (
      <>
        <Trans>
          The platform is asked to report to this address no more; the key goes as soon as it has answered, in
          four days at the latest.
        </Trans>
        {reason && (
          <>
            {' '}
            <Trans>It said: {reason}</Trans>
          </>
        )}
      </>
    );
  if (state === 'left') return <Trans>The platform reports to this address no more.</Trans>;
  if (state === 'left_behind')
    return (
      <>
        <Trans>
          The platform could not be asked to stop reporting to this address. Nobody listens there; take the
          webhooks away in the platform by hand.
        </Trans>{' '}
        {reason && <Trans>It said: {reason}</Trans>}
      </>
    );
  if (!hasAddress)
    return (
      <Trans>
        No public address is set (PUBLIC_URL), so the platform cannot reach us. Everything is read all the
        same, a few minutes later.
      </Trans>
    );
  if (state === 'waiting')
    return <Trans>They are subscribed by themselves as soon as we are reached by our public address.</Trans>;
  if (state === 'refused')
    return (
      <Trans>
        It is tried again every few hours. Everything is read all the same, a few minutes later; or enter this
        address in the platform by hand. It said: <Verbatim longest={200}>{detail ?? '–'}</Verbatim>
      </Trans>
    );
  if (state === 'by_hand')
    return <Trans>Enter this address in the platform: what changes there is here a moment later.</Trans>;
  return <Trans>What changes in the platform is here a moment later. We look again every few hours.</Trans>;
}

/** Which field there gets which address: each with the address beside it, to be copied. */
export function ByHandPanel({ byHand, address }: { byHand: ByHand; address: string }) {
  const { t } = useLingui();
  const said = useSaid();
  const { where, fields, file } = byHand;
  return (
    <Panel title={t`To be entered at the platform`}>
      <Stack gap="md">
        <Text size="sm">{said(where)}</Text>
        <dl className={css.fields}>
          {fields.map(({ topic, title }) => (
            <div key={topic}>
              <dt>
                <Text size="sm" component="span" fw={600}>
                  {said(title)}
                </Text>{' '}
                <Mono>{topic}</Mono>
              </dt>
              <dd>
                <Copyable value={address} what={t`address for ${topic}`} longest={80} />
              </dd>
            </div>
          ))}
        </dl>
        {file && (
          <div>
            <Text size="sm" mb={6}>
              {said(file.title)}
            </Text>
            <Snippet code={file.text} label={said(file.title)} />
          </div>
        )}
      </Stack>
    </Panel>
  );
}
