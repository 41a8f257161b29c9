import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mark, PageFrame, useWords, Verbatim } from '#console/kit';
import type { ConnectionItem } from '../contract.ts';
import { StateMark, useSaid, useStates } from './connection-words.tsx';

export default function ConnectionsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const columns = useConnectionColumns();
  const states = useStates();
  const add = (
    <Button component={Link} to="/connections/new" leftSection={<IconPlus size={14} aria-hidden />}>
      {t`New connection`}
    </Button>
  );
  return (
    <PageFrame
      title={t`Connections`}
      lead={<Trans>Orders, products and customers come from the platforms by themselves.</Trans>}
      actions={add}
    >
      <ListPage<ConnectionItem>
        page="connections"
        endpoint="/api/connections"
        label={t`Connections`}
        columns={columns}
        filters={[
          {
            name: 'state',
            label: t`State`,
            kind: 'choice',
            options: (['connected', 'paused', 'disconnected'] as const).map((value) => ({
              value,
              label: states[value],
            })),
          },
        ]}
        search={t`Platform`}
        sort="id"
        refresh={15_000}
        rowId={(item) => item.id}
        onOpen={(item) => void navigate({ to: `/connections/${item.id}` })}
        empty={{
          icon: IconPlugConnected,
          title: t`Nothing is connected yet`,
          text: <Trans>Connect a channel to its platform, and its orders come by themselves.</Trans>,
          action: add,
        }}
      />
    </PageFrame>
  );
}

function useConnectionColumns(): Column<ConnectionItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const said = useSaid();
  return useMemo(
    () => [
      {
        id: 'channel',
        title: t`Channel`,
        cell: (item) => <Verbatim longest={60}>{item.channel.name}</Verbatim>,
      },
      { id: 'platform', title: t`Platform`, sort: 'connector', cell: (item) => said(item.title) },
      { id: 'state', title: t`State`, cell: (item) => <StateMark state={item.state} /> },
      {
        id: 'health',
        title: t`Feeds`,
        cell: ({ feeds, state }) => {
          if (state !== 'connected') return '–';
          const failing = feeds.filter(({ failure }) => failure).length;
          return failing > 0 ? (
            <Mark tone="bad">{t`${number(failing)} stuck`}</Mark>
          ) : (
            <Mark tone="ok">{t`Running`}</Mark>
          );
        },
      },
      {
        id: 'fetched',
        title: t`Fetched`,
        end: true,
        cell: ({ feeds }) => number(feeds.reduce((all, { fetched }) => all + fetched, 0)),
      },
      {
        id: 'skipped',
        title: t`Not taken in`,
        end: true,
        cell: ({ feeds }) => number(feeds.reduce((all, { skipped }) => all + skipped, 0)),
      },
      { id: 'made', title: t`Made`, optional: true, cell: (item) => <Instant at={item.created_at} brief /> },
    ],
    [t, number, said],
  );
}
