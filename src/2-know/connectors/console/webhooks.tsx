/** Whether the platform reports to us, and what people have to do for it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Text } from '@mantine/core';
import { Copyable, Instant, Mark, Panel, type Tone, Verbatim } from '#console/kit';
import type { ConnectionDetail } from '../contract.ts';
import { useSaid } from './connection-words.tsx';

type Webhooks = NonNullable<ConnectionDetail['webhooks']>;

const TONES: Record<Webhooks['state'], Tone> = {
  subscribed: 'ok',
  refused: 'bad',
  waiting: 'quiet',
  by_hand: 'quiet',
};

export function WebhooksPanel({ webhooks, address }: { webhooks: Webhooks; address: string | null }) {
  const { t } = useLingui();
  const said = useSaid();
  const words: Record<Webhooks['state'], string> = {
    subscribed: t`Subscribed by us`,
    refused: t`Refused by the platform`,
    waiting: t({ message: 'Not yet', context: 'webhooks' }),
    by_hand: t`To be entered by hand`,
  };
  return (
    <Panel title={t`Webhooks`}>
      <Stack gap="xs">
        <Text size="sm" component="div">
          <Mark tone={TONES[webhooks.state]}>{words[webhooks.state]}</Mark>{' '}
          {webhooks.checked_at && webhooks.state !== 'waiting' && <Instant at={webhooks.checked_at} />}
        </Text>
        <What webhooks={webhooks} hasAddress={address !== null} />
        {webhooks.by_hand && address && <Text size="sm">{said(webhooks.by_hand)}</Text>}
        {address && <Copyable value={address} what={t`address`} longest={80} />}
      </Stack>
    </Panel>
  );
}

function What({ webhooks: { state, detail }, hasAddress }: { webhooks: Webhooks; hasAddress: boolean }) {
  if (!hasAddress)
    return (
      <Text size="sm">
        <Trans>
          No public address is set (PUBLIC_URL), so the platform cannot reach us. Everything is read all the
          same, a few minutes later.
        </Trans>
      </Text>
    );
  if (state === 'waiting')
    return (
      <Text size="sm">
        <Trans>They are subscribed by themselves as soon as we are reached by our public address.</Trans>
      </Text>
    );
  if (state === 'refused')
    return (
      <Text size="sm">
        <Trans>
          It is tried again every few hours. Everything is read all the same, a few minutes later; or enter
          this address in the platform by hand. It said: <Verbatim longest={200}>{detail ?? '–'}</Verbatim>
        </Trans>
      </Text>
    );
  if (state === 'by_hand')
    return (
      <Text size="sm">
        <Trans>Enter this address in the platform: what changes there is here a moment later.</Trans>
      </Text>
    );
  return (
    <Text size="sm">
      <Trans>What changes in the platform is here a moment later. We look again every few hours.</Trans>
    </Text>
  );
}
