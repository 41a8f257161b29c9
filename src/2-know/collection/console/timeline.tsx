/** Everything a customer did, latest first, by day; narrowed to a kind, from any date back, and live at the top. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import {
  type ApiPage,
  api,
  Panel,
  ProblemNote,
  type Query,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { EventDetail, TimelineKind } from '../contract.ts';
import { arrived } from './arrived.ts';
import { Gist } from './event-cells.tsx';
import { useEventTitles } from './event-titles.ts';
import css from './timeline.module.css';

const PAGE = 30;
const LOOK_EVERY_MS = 5000;
const KINDS = ['browse', 'cart', 'order', 'identity'] as const satisfies readonly TimelineKind[];

export function Timeline({ customer }: { customer: string }) {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const kind = KINDS.find((name) => name === url.kind);
  const until = /^\d{4}-\d\d-\d\d$/.test(url.until ?? '') ? url.until : undefined;
  const kinds: Record<TimelineKind | 'all', string> = {
    all: t`Everything`,
    browse: t`Looked at`,
    cart: t`Cart`,
    order: t`Orders`,
    identity: t`Identity`,
  };
  return (
    <Panel title={t`What happened`}>
      <Group gap="sm" mb="sm" align="flex-end">
        <SegmentedControl
          size="xs"
          aria-label={t`Kind of event`}
          value={kind ?? 'all'}
          onChange={(value) => change({ kind: value === 'all' ? null : value }, { replace: true })}
          data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          type="date"
          size="xs"
          label={t`Up to`}
          value={until ?? ''}
          onChange={(event) => change({ until: event.currentTarget.value || null }, { replace: true })}
        />
      </Group>
      <Moments customer={customer} kind={kind} until={until} />
    </Panel>
  );
}

type Narrowed = { customer: string; kind: TimelineKind | undefined; until: string | undefined };

function Moments({ customer, kind, until }: Narrowed) {
  const { t } = useLingui();
  const { day } = useWords();
  const before = until ? endOf(until) : undefined;
  const queryKey = ['/api/customers', customer, 'timeline', kind, before];
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      pageOf(customer, { kind, ...(pageParam ? { after: pageParam } : { before }) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    // What stands there stays where it is until the reader asks for what is new.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error && !data) return <ProblemNote failure={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  const events = data.pages.flatMap((page) => page.items);
  return (
    <>
      {!until && <Fresh customer={customer} kind={kind} shown={events} queryKey={queryKey} />}
      {[...Map.groupBy(events, ({ timestamp }) => day(timestamp))].map(([date, own]) => (
        <section key={date} aria-label={date}>
          <h3 className={css.day}>{date}</h3>
          <ol className={css.moments}>
            {own.map((event) => (
              <Moment key={event.position} event={event} />
            ))}
          </ol>
        </section>
      ))}
      {events.length === 0 && <p className={css.nothing}>{t`Nothing here.`}</p>}
      {hasNextPage && (
        <Button variant="default" fullWidth loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          <Trans>Earlier</Trans>
        </Button>
      )}
    </>
  );
}

const pageOf = (customer: string, query: Query, signal: AbortSignal) =>
  api.get<ApiPage<EventDetail>>(`/api/customers/${customer}/timeline`, {
    query: { ...query, limit: PAGE },
    signal,
  });

type FreshProps = Pick<Narrowed, 'customer' | 'kind'> & {
  shown: readonly EventDetail[];
  queryKey: readonly unknown[];
};

/** Looks for newer events every few seconds while the page is visible, says how many there are, and shows them when asked to. */
function Fresh({ customer, kind, shown, queryKey }: FreshProps) {
  const queries = useQueryClient();
  const top = useRef<HTMLDivElement>(null);
  const { data: head } = useQuery({
    queryKey: [...queryKey, 'head'],
    queryFn: ({ signal }) => pageOf(customer, { kind }, signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  const count = head ? arrived(shown, head.items).length : 0;
  const show = (): void => {
    queries.setQueryData(queryKey, { pages: [head], pageParams: [''] });
    top.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div ref={top} className={css.fresh} role="status">
      {count > 0 && (
        <Button size="xs" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={show}>
          {count < PAGE ? (
            <Plural value={count} one="# new" other="# new" />
          ) : (
            <Trans>{PAGE} new or more</Trans>
          )}
        </Button>
      )}
    </div>
  );
}

const endOf = (day: string): string => {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + 1);
  return at.toISOString();
};

function Moment({ event }: { event: EventDetail }) {
  const titles = useEventTitles();
  const { money, time } = useWords();
  const { order, order_id, total, currency, products } = event.properties;
  const amount = typeof total === 'number' && typeof currency === 'string' && typeof order === 'number';
  const bought = Array.isArray(products) ? (products as { name?: unknown }[]) : [];
  const names = bought.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])).slice(0, 4);
  return (
    <li className={css.moment}>
      <span className={css.time}>{time(event.timestamp)}</span>
      <div>
        <Anchor component={Link} to={`/events?open=${event.position}`} className={css.title}>
          <Verbatim longest={120}>{titles(event)}</Verbatim>
        </Anchor>{' '}
        {typeof order === 'number' && (
          <Anchor component={Link} to={`/orders/${order}`}>
            <Verbatim longest={40}>{String(order_id)}</Verbatim>
          </Anchor>
        )}{' '}
        {amount && <strong>{money(total, currency)}</strong>}
        <div className={css.gist}>
          {names.length > 0 ? (
            <Verbatim longest={160}>{names.join(' · ')}</Verbatim>
          ) : (
            !amount && <Gist item={event} />
          )}
        </div>
      </div>
    </li>
  );
}
