/** Where events come from. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type Column,
  Instant,
  ListPage,
  Mark,
  mayOpen,
  PageFrame,
  useMe,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { SourceItem } from '../contract.ts';
import { NewSource } from './new-source.tsx';
import { useSourceKinds } from './source-kinds.ts';

export default function SourcesPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const navigate = useNavigate();
  const { role } = useMe();
  const kinds = useSourceKinds();
  const columns = useSourceColumns();
  const make = mayOpen(role, ['developer']) && (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`New source`}
    </Button>
  );
  return (
    <PageFrame
      title={t`Sources`}
      lead={
        <Trans>
          Where events come from: each site, app or system of the shop has its own source and keys.
        </Trans>
      }
      actions={make}
    >
      <ListPage<SourceItem>
        page="sources"
        endpoint="/api/sources"
        label={t`Sources`}
        columns={columns}
        search={t`Name`}
        sort="id"
        filters={[
          {
            name: 'kind',
            label: t`Kind`,
            kind: 'choice',
            options: Object.entries(kinds).map(([value, { label }]) => ({ value, label })),
          },
          {
            name: 'enabled',
            label: t`State`,
            kind: 'choice',
            options: [
              { value: 'true', label: t`On` },
              { value: 'false', label: t`Off` },
            ],
          },
        ]}
        rowId={(source) => source.id}
        onOpen={(source) => void navigate({ to: `/sources/${source.id}` })}
        empty={{
          icon: IconPlug,
          title: t`No sources yet`,
          text: (
            <Trans>
              Make one for your website first: you get a key and a snippet to paste, and see events a minute
              later.
            </Trans>
          ),
          action: make,
        }}
      />
      <NewSource opened={url.new !== undefined} onClose={() => change({ new: null }, { replace: true })} />
    </PageFrame>
  );
}

function useSourceColumns(): Column<SourceItem>[] {
  const { t } = useLingui();
  const kinds = useSourceKinds();
  const { number } = useWords();
  return useMemo(
    () => [
      { id: 'name', title: t`Name`, sort: 'name', cell: (source) => <Verbatim>{source.name}</Verbatim> },
      { id: 'kind', title: t`Kind`, cell: (source) => kinds[source.kind].label },
      {
        id: 'state',
        title: t`State`,
        cell: (source) =>
          source.enabled ? <Mark tone="ok">{t`On`}</Mark> : <Mark tone="bad">{t`Off`}</Mark>,
      },
      {
        id: 'keys',
        title: t`Keys`,
        end: true,
        cell: (source) =>
          source.active_keys > 0 ? number(source.active_keys) : <Mark tone="warn">{t`None`}</Mark>,
      },
      { id: 'events', title: t`Events`, end: true, cell: (source) => number(source.events) },
      {
        id: 'last',
        title: t`Last event`,
        sort: 'last_event_at',
        cell: (source) => (source.last_event_at ? <Instant at={source.last_event_at} /> : t`None yet`),
      },
      {
        id: 'made',
        title: t`Made`,
        sort: 'id',
        optional: true,
        cell: (source) => <Instant at={source.created_at} />,
      },
    ],
    [t, kinds, number],
  );
}
