/** On the first page of a shop that has seen nothing yet: look at one that has. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api, Panel, ProblemNote, useMe } from '#console/kit';
import type { SampleOpened } from '../contract.ts';

export function OfferSample() {
  const { t } = useLingui();
  const { role, instance } = useMe();
  const router = useRouter();
  const open = useMutation({
    mutationFn: async () => {
      await router.preloadRoute({ to: '/enter' });
      return await api.post<SampleOpened>('/api/sample/open');
    },
    onSuccess: ({ ticket }) => router.navigate({ to: '/enter', hash: ticket }),
  });
  if (!instance.sample_offered || role !== 'owner') return null;
  return (
    <Panel title={t`Look at the sample shop`}>
      <Text mb="sm">
        <Trans>
          A made-up shop with a year behind it: customers who come back, orders, messages, a bad batch, and
          shoppers who are there just now. It has data of its own; this one stays empty, and you leave it with
          one click.
        </Trans>
      </Text>
      <ProblemNote failure={open.error} />
      <Button variant="light" loading={open.isPending} onClick={() => open.mutate()}>
        {t`Open the sample shop`}
      </Button>
    </Panel>
  );
}
