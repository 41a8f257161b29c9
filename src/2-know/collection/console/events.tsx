/** All events, newest first. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mono, PageFrame, useUrlState } from '#console/kit';
import type { EventItem } from '../contract.ts';
import { EventName, Flags, Gist, SourceName } from './event-cells.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { useEventFilters, useEventWords } from './event-words.ts';

export default function EventsPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const columns = useEventColumns();
  const filters = useEventFilters();
  return (
    <PageFrame
      title={t`Events`}
      lead={<Trans>Everything that was stored, in the order in which it was stored.</Trans>}
      actions={
        <Button
          component={Link}
          to="/events/live"
          variant="default"
          leftSection={<IconActivity size={14} aria-hidden />}
        >
          {t`Watch live`}
        </Button>
      }
    >
      <ListPage<EventItem>
        page="events"
        endpoint="/api/events"
        label={t`Events`}
        columns={columns}
        sort="-position"
        filters={[
          ...filters,
          { name: 'message_id', label: t`Message id`, kind: 'text' },
          { name: 'from', label: t`From`, kind: 'instant' },
          { name: 'to', label: t`To`, kind: 'instant' },
        ]}
        rowId={(item) => String(item.position)}
        onOpen={(item) => change({ at: String(item.position) })}
        opened={url.at}
        empty={{
          title: t`No events yet`,
          text: <Trans>Connect a source, and what happens in your shop is written here.</Trans>,
          action: <Button component={Link} to="/sources">{t`Go to sources`}</Button>,
        }}
      />
      <EventDrawer position={url.at} onClose={() => change({ at: null })} />
    </PageFrame>
  );
}

function useEventColumns(): Column<EventItem>[] {
  const { t } = useLingui();
  const { origins } = useEventWords();
  return useMemo(
    () => [
      {
        id: 'received',
        title: t`Received`,
        sort: 'position',
        cell: (item) => <Instant at={item.received_at} />,
      },
      { id: 'event', title: t`Event`, cell: (item) => <EventName item={item} /> },
      { id: 'gist', title: t`Properties`, cell: (item) => <Gist item={item} /> },
      {
        id: 'source',
        title: t`Source`,
        cell: (item) => <SourceName name={item.source.name} />,
      },
      {
        id: 'customer',
        title: t`Customer`,
        end: true,
        cell: (item) => <Mono>{String(item.customer_id)}</Mono>,
      },
      { id: 'flags', title: t`Flags`, cell: (item) => <Flags flags={item.flags} /> },
      {
        id: 'user',
        title: t`User id`,
        optional: true,
        cell: (item) => item.user_id && <Mono longest={60}>{item.user_id}</Mono>,
      },
      {
        id: 'anonymous',
        title: t`Anonymous id`,
        optional: true,
        cell: (item) => item.anonymous_id && <Mono longest={60}>{item.anonymous_id}</Mono>,
      },
      { id: 'happened', title: t`Happened`, optional: true, cell: (item) => <Instant at={item.timestamp} /> },
      { id: 'origin', title: t`Origin`, optional: true, cell: (item) => origins[item.origin] },
      {
        id: 'message',
        title: t`Message id`,
        optional: true,
        cell: (item) => <Mono longest={60}>{item.message_id}</Mono>,
      },
      { id: 'position', title: t`Position`, optional: true, end: true, cell: (item) => item.position },
    ],
    [t, origins],
  );
}
