/** Letting messages leave: the owner's act, after a restore or a copy. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Confirm, meQuery, useMe } from '#console/kit';

export function ReleaseEgress() {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const release = useMutation({
    mutationFn: () => api.post('/api/egress/release'),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  if (role !== 'owner') return null;
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>{t`Release…`}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Let messages leave?`}
        word={t`release`}
        act={t`Release`}
        pending={release.isPending}
        failure={release.error}
        onConfirm={() => release.mutate()}
      >
        <Trans>
          From then on this installation writes to real customers and systems. If the original is still
          running, they would be written to twice.
        </Trans>
      </Confirm>
    </>
  );
}
