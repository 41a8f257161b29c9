/** How an event looks in a row. */
import { Tooltip } from '@mantine/core';
import { Mark, Verbatim, visible } from '#console/kit';
import type { EventItem } from '../contract.ts';
import { useEventWords } from './event-words.ts';
import css from './events.module.css';

export function EventName({ item }: { item: Pick<EventItem, 'type' | 'event'> }) {
  return (
    <span className={css.name}>
      <span className={css.type} translate="no">
        {item.type}
      </span>
      {item.event && (
        <strong className={css.event}>
          <Verbatim longest={120}>{item.event}</Verbatim>
        </strong>
      )}
    </span>
  );
}

export function Flags({ flags }: { flags: EventItem['flags'] }) {
  const words = useEventWords();
  return flags.map((flag) => (
    <Tooltip key={flag} label={words.flags[flag].hint} multiline maw={260}>
      <span>
        <Mark tone="warn">{words.flags[flag].label}</Mark>
      </span>
    </Tooltip>
  ));
}

export function SourceName({ name }: { name: string }) {
  return (
    <span className={css.source} title={visible(name)}>
      <Verbatim longest={60}>{name}</Verbatim>
    </span>
  );
}

/** Properties in one line, for the eye that scans. */
export function Gist({ item }: { item: EventItem }) {
  const entries = Object.entries(item.properties).slice(0, 6);
  if (entries.length === 0) return null;
  const text = entries.map(([name, value]) => `${name}: ${shortly(value)}`).join(' · ');
  return (
    <span className={css.gist}>
      <Verbatim longest={160}>{text}</Verbatim>
    </span>
  );
}

const shortly = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 60);
