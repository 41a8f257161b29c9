/** On the first page of a shop that has seen nothing yet: look at one that has. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, Panel, ProblemNote, useMe } from '#console/kit';
import type { SampleOpened } from '../contract.ts';
import { Awaiting } from './awaited.tsx';
import { EnterWith } from './enter-with.tsx';

export function OfferSample() {
  const { t } = useLingui();
  const { role, instance } = useMe();
  const open = useMutation({ mutationFn: () => api.post<SampleOpened>('/api/sample/open') });
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
      {open.data && (
        <Awaiting title={t`The sample shop`}>
          <EnterWith ticket={open.data.ticket} />
        </Awaiting>
      )}
    </Panel>
  );
}
