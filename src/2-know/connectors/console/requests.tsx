import { Trans, useLingui } from '@lingui/react/macro';
import { IconSend } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mono, PageFrame, Verbatim } from '#console/kit';
import type { RequestItem } from '../contract.ts';
import { OfConnection, StateMark, useActs, useReasonOf, useStates } from './connection-words.tsx';

export default function RequestsPage() {
  const { t } = useLingui();
  const states = useStates();
  const acts = useActs();
  const reasonOf = useReasonOf();
  const { id } = useParams({ strict: false }) as { id: string };
  const columns = useMemo(
    (): Column<RequestItem>[] => [
      { id: 'act', title: t`Act`, cell: ({ act }) => acts[act] },
      { id: 'about', title: t`About`, cell: ({ about }) => <Verbatim longest={60}>{about}</Verbatim> },
      { id: 'state', title: t`State`, cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'reason',
        title: t`What it said`,
        cell: ({ reason }) => reason && reasonOf(reason),
      },
      { id: 'asked', title: t`Asked`, sort: 'id', cell: (item) => <Instant at={item.asked_at} brief /> },
      {
        id: 'reference',
        title: t`Reference`,
        optional: true,
        cell: ({ reference }) => reference && <Mono longest={40}>{reference}</Mono>,
      },
    ],
    [t, acts, reasonOf],
  );
  return (
    <PageFrame
      title={t`Asked of the platform`}
      lead={
        <>
          <OfConnection id={id} />
          <Trans>What is the platform’s to do is asked of it, and confirmed by its own answer alone.</Trans>
        </>
      }
    >
      <ListPage<RequestItem>
        page="connection-requests"
        endpoint={`/api/connections/${id}/requests`}
        label={t`Asked of the platform`}
        columns={columns}
        filters={[
          {
            name: 'state',
            label: t`State`,
            kind: 'choice',
            options: (['asked', 'confirmed', 'refused'] as const).map((value) => ({
              value,
              label: states[value],
            })),
          },
        ]}
        search={t`Number of the order`}
        sort="-id"
        rowId={(item) => item.id}
        empty={{
          icon: IconSend,
          title: t`Nothing was asked yet`,
          text: (
            <Trans>
              Refunds, cancellations and codes that the platform has to carry out are listed here.
            </Trans>
          ),
        }}
      />
    </PageFrame>
  );
}
