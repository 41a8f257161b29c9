/**
 * Into the sample by a ticket. It stands after the `#`, which browsers do not send, and is taken out of the address as soon as it was read.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EnterWith } from './enter-with.tsx';

export default function EnterPage() {
  const { t } = useLingui();
  const [ticket] = useState(() => location.hash.slice(1));
  useEffect(() => {
    document.title = `${t`The sample shop`} · Regulars`;
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }, [t]);
  return (
    <Paper p="lg" radius={10} maw={420} mx="auto" mt={80}>
      <Title order={1} mb="md">
        {t`The sample shop`}
      </Title>
      {ticket ? (
        <EnterWith ticket={ticket} />
      ) : (
        <Text>
          <Trans>This link was used already.</Trans>{' '}
          <Anchor component={Link} to="/sign-in">
            {t`Sign in`}
          </Anchor>
        </Text>
      )}
    </Paper>
  );
}
