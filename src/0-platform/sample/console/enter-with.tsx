import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '#console/kit';
import { useAwaited, Words } from './awaited.tsx';

/** Waits for the sample shop and goes in. */
export function EnterWith({ ticket }: { ticket: string }) {
  const { t } = useLingui();
  const [refused, setRefused] = useState(false);
  useAwaited(
    ({ sample, expects }) => sample && expects,
    () =>
      void api.post('/api/auth/ticket', { ticket }).then(
        () => location.assign('/'),
        () => setRefused(true),
      ),
  );
  if (refused)
    return (
      <Text>
        <Trans>This link was used already.</Trans> <Anchor href="/sign-in">{t`Sign in`}</Anchor>
      </Text>
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
