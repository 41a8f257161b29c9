/**
 * Into the sample by a ticket. It stands after the `#`, which browsers do not send, and is taken out of the address as soon as it was read.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '#console/kit';
import { Awaiting, useAwaited, Words } from './awaited.tsx';

export default function EnterPage() {
  const { t } = useLingui();
  const [ticket, setTicket] = useState(() => location.hash.slice(1));
  useEffect(() => {
    document.title = `${t`The sample shop`} · Regulars`;
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }, [t]);
  return (
    <Awaiting title={t`The sample shop`}>
      {ticket ? (
        <EnterWith ticket={ticket} refused={() => setTicket('')} />
      ) : (
        <Text>
          <Trans>This link was used already.</Trans>{' '}
          <Anchor href="/sign-in" underline="always">{t`Sign in`}</Anchor>
        </Text>
      )}
    </Awaiting>
  );
}

function EnterWith({ ticket, refused }: { ticket: string; refused(): void }) {
  useAwaited(
    ({ sample, expects }) => sample && expects,
    () => void api.post('/api/auth/ticket', { ticket }).then(() => location.assign('/'), refused),
  );
  return (
    <Words>
      <Trans>
        It is being opened. The first time this takes about half a minute: a year of a shop is made up and
        taken in, as a shop’s own past would be.
      </Trans>
    </Words>
  );
}
