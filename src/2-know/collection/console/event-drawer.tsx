/** One event, whole: what became of it, whose it is, and the JSON. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Drawer, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Copyable, CopyIcon, Instant, JsonView, Mark, ProblemNote, Verbatim } from '#console/kit';
import type { EventDetail } from '../contract.ts';
import { EventName, Flags } from './event-cells.tsx';
import { useEventWords } from './event-words.ts';
import css from './events.module.css';

export function EventDrawer({ position, onClose }: { position: string | undefined; onClose(): void }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['event', position],
    queryFn: ({ signal }) => api.get<EventDetail>(`/api/events/${position}`, { signal }),
    enabled: position !== undefined,
    staleTime: 60_000,
  });
  return (
    <Drawer
      opened={position !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={t`Event ${position ?? ''}`}
    >
      <ProblemNote failure={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton h={320} />}
      {data && <Detail event={data} />}
    </Drawer>
  );
}

function Detail({ event }: { event: EventDetail }) {
  const { t } = useLingui();
  const json = JSON.stringify(event, null, 2);
  return (
    <Stack>
      <Group gap={8}>
        <EventName item={event} />
        <Mark tone="ok">{t`Stored`}</Mark>
        <Flags flags={event.flags} />
      </Group>
      <Facts event={event} />
      <Group justify="space-between">
        <strong>
          <Trans>As JSON</Trans>
        </strong>
        <CopyIcon value={json} what={t`the event as JSON`} />
      </Group>
      <JsonView value={event} label={t`The event as JSON`} />
    </Stack>
  );
}

function Facts({ event }: { event: EventDetail }) {
  const { t } = useLingui();
  const words = useEventWords();
  return (
    <dl className={css.facts}>
      <dt>{t`Message id`}</dt>
      <dd>
        <Copyable value={event.message_id} what={t`message id`} />
      </dd>
      <dt>{t`Customer`}</dt>
      <dd>
        <Anchor component={Link} to={`/events?customer=${event.customer_id}`}>
          {event.customer_id}
        </Anchor>
      </dd>
      {event.user_id !== null && (
        <>
          <dt>{t`User id`}</dt>
          <dd>
            <Copyable value={event.user_id} what={t`user id`} />
          </dd>
        </>
      )}
      {event.anonymous_id !== null && (
        <>
          <dt>{t`Anonymous id`}</dt>
          <dd>
            <Copyable value={event.anonymous_id} what={t`anonymous id`} />
          </dd>
        </>
      )}
      <dt>{t`Personal values`}</dt>
      <dd>{words.personal[event.personal]}</dd>
      <dt>{t`Source`}</dt>
      <dd>
        <Verbatim>{event.source.name}</Verbatim>
      </dd>
      <dt>{t`Origin`}</dt>
      <dd>{words.origins[event.origin]}</dd>
      <dt>{t`Happened`}</dt>
      <dd>
        <Instant at={event.timestamp} />
      </dd>
      <dt>{t`Received`}</dt>
      <dd>
        <Instant at={event.received_at} />
      </dd>
    </dl>
  );
}
