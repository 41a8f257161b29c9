/** Out of the sample into one's own shop. What is made up stays where it is. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, useMe } from '#console/kit';
import { Awaiting, useAwaited, Words } from './awaited.tsx';

export function LeaveSample() {
  const { t } = useLingui();
  const { role } = useMe();
  const leave = useMutation({ mutationFn: () => api.post('/api/sample/leave') });
  return (
    <Group gap="xs">
      <Anchor href="/shop" target="_blank" rel="noopener" size="sm">
        {t`Open its shop`}
      </Anchor>
      {role === 'owner' && (
        <Button size="compact-sm" variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t`Leave for my own shop`}
        </Button>
      )}
      {leave.isSuccess && (
        <Awaiting title={t`To your own shop`}>
          <Left />
        </Awaiting>
      )}
    </Group>
  );
}

function Left() {
  useAwaited(
    ({ sample }) => !sample,
    () => location.assign('/'),
  );
  return (
    <Words>
      <Trans>
        Your own shop is being opened. If nobody has signed in to it yet, its address and first password stand
        in the terminal.
      </Trans>
    </Words>
  );
}
