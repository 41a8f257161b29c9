/** Events as they arrive: filter, pause, open one. Nothing moves under the cursor of whoever pauses. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, UnstyledButton } from '@mantine/core';
import { IconActivity, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Empty, FilterInput, Instant, Mark, Mono, PageFrame, useKey, useUrlState } from '#console/kit';
import type { EventItem } from '../contract.ts';
import { EventName, Flags, Gist } from './event-cells.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { type Stream, useEventStream } from './event-stream.ts';
import { useEventFilters } from './event-words.ts';
import css from './events.module.css';

export default function LiveEventsPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const filters = useEventFilters();
  const paused = url.paused !== undefined || url.at !== undefined;
  const stream = useEventStream(
    { type: url.type, event: url.event, source: url.source, customer: customerOf(url.customer) },
    paused,
  );
  const flip = (): void => change({ paused: paused ? null : '1', at: null }, { replace: true });
  useKey('p', t`Pause or go on`, flip);
  return (
    <PageFrame
      title={t`Live events`}
      lead={<Trans>What happens in the shop, as it is stored. Open an event to see all of it.</Trans>}
    >
      <section aria-label={t`Live events`}>
        <div className={css.bar}>
          {filters.map((filter) => (
            <FilterInput key={filter.name} filter={filter} url={url} change={change} />
          ))}
          <div className={css.status}>
            <Connection stream={stream} paused={paused} />
            <Button
              variant="default"
              leftSection={
                paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />
              }
              onClick={flip}
            >
              {paused ? t`Go on` : t`Pause`}
            </Button>
          </div>
        </div>
        <div className={css.sheet}>
          {stream.events.length === 0 ? (
            <Waiting />
          ) : (
            <Rows
              events={stream.events}
              opened={url.at}
              onOpen={(item) => change({ at: String(item.position) })}
            />
          )}
        </div>
      </section>
      <EventDrawer position={url.at} onClose={() => change({ at: null })} />
    </PageFrame>
  );
}

const customerOf = (typed: string | undefined): string | undefined =>
  typed !== undefined && /^\d{1,15}$/.test(typed) ? typed : undefined;

function Connection({ stream, paused }: { stream: Stream; paused: boolean }) {
  const { t } = useLingui();
  return (
    <span role="status">
      {stream.skipped > 0 && (
        <>
          <Plural value={stream.skipped} one="# passed over" other="# passed over" />{' '}
        </>
      )}
      {paused && stream.waiting > 0 ? (
        <Mark tone="accent">
          <Plural value={stream.waiting} one="# new" other="# new" />
        </Mark>
      ) : stream.state === 'lost' ? (
        <Mark tone="bad">{t`Connection lost, trying again`}</Mark>
      ) : paused ? (
        <Mark tone="quiet">{t`Paused`}</Mark>
      ) : (
        <Mark tone="ok">{stream.state === 'open' ? t`Live` : t`Connecting`}</Mark>
      )}
    </span>
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <Empty
      icon={IconActivity}
      title={t`Waiting for events`}
      text={<Trans>They appear here within a second of being stored.</Trans>}
    />
  );
}

type RowsProps = { events: readonly EventItem[]; opened: string | undefined; onOpen(item: EventItem): void };

function Rows({ events, opened, onOpen }: RowsProps) {
  const { t } = useLingui();
  const scroller = useRef<HTMLDivElement>(null);
  const height =
    Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--rg-row'), 10) || 36;
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => events[index]?.position ?? index,
    overscan: 12,
  });
  const move = (step: number): void => {
    const buttons = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    buttons.sort((a, b) => Number(a.dataset.row) - Number(b.dataset.row));
    const now = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[Math.max(0, now + step)]?.focus();
  };
  useKey('j', t`Next row`, () => move(1));
  useKey('k', t`Previous row`, () => move(-1));
  return (
    <section
      ref={scroller}
      className={css.stream}
      aria-label={t`Events, newest first`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <div className={css.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const item = events[index];
          if (!item) return null;
          return (
            <UnstyledButton
              key={key}
              data-row={index}
              className={`${css.row} ${css.fresh}`}
              style={{ transform: `translateY(${start}px)` }}
              data-opened={opened === String(item.position) || undefined}
              onClick={() => onOpen(item)}
            >
              <Instant at={item.received_at} exactOnly />
              <EventName item={item} />
              <span>
                <Gist item={item} />
              </span>
              <Mono longest={24}>{item.user_id ?? String(item.customer_id)}</Mono>
              <Flags flags={item.flags} />
            </UnstyledButton>
          );
        })}
      </div>
    </section>
  );
}
