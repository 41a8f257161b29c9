import { Trans, useLingui } from '@lingui/react/macro';
import { IconWebhook } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mono, PageFrame, useWords } from '#console/kit';
import type { DeliveryItem } from '../contract.ts';
import { Failure, OfConnection, StateMark, useStates } from './connection-words.tsx';

export default function DeliveriesPage() {
  const { t } = useLingui();
  const states = useStates();
  const { number } = useWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const columns = useMemo(
    (): Column<DeliveryItem>[] => [
      { id: 'topic', title: t`Topic`, cell: ({ topic }) => <Mono longest={60}>{topic}</Mono> },
      { id: 'state', title: t`State`, cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'arrived',
        title: t`Arrived`,
        sort: 'id',
        cell: (item) => <Instant at={item.arrived_at} brief />,
      },
      { id: 'attempts', title: t`Attempts`, end: true, cell: ({ attempts }) => number(attempts) },
      { id: 'failure', title: t`Why not`, cell: ({ failure }) => <Failure failure={failure} /> },
      { id: 'name', title: t`Name`, optional: true, cell: ({ name }) => <Mono longest={40}>{name}</Mono> },
    ],
    [t, number],
  );
  return (
    <PageFrame
      title={t`Told by the platform`}
      lead={
        <>
          <OfConnection id={id} />
          <Trans>Signed calls of the last 30 days. What is lost here, the feeds make good.</Trans>
        </>
      }
    >
      <ListPage<DeliveryItem>
        page="connection-deliveries"
        endpoint={`/api/connections/${id}/deliveries`}
        label={t`Told by the platform`}
        columns={columns}
        filters={[
          {
            name: 'state',
            label: t`State`,
            kind: 'choice',
            options: (['waiting', 'taken', 'failed'] as const).map((value) => ({
              value,
              label: states[value],
            })),
          },
        ]}
        search={t`Topic`}
        sort="-id"
        rowId={(item) => item.id}
        empty={{
          icon: IconWebhook,
          title: t`Nothing was told yet`,
          text: (
            <Trans>
              What the platform reports to us appears here; how that is set up, the connection’s page says.
            </Trans>
          ),
        }}
      />
    </PageFrame>
  );
}
