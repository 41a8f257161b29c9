/**
 * Events as they arrive (server-sent events), after the newest that were there before. What arrives is put on the screen a few times a second at most, the newest thousand are
 * kept, and while paused everything waits, counted.
 */
import { useEffect, useRef, useState } from 'react';
import { type ApiPage, address, api, type Query } from '#console/kit';
import type { EventItem } from '../contract.ts';

const MOST_KEPT = 1000;
const SHOW_EVERY_MS = 250;
const BEFORE = 50;

export type Stream = {
  state: 'connecting' | 'open' | 'lost';
  events: readonly EventItem[];
  /** Arrived while paused. */
  waiting: number;
  /** Passed over by the server, because more arrived than anybody can read. */
  skipped: number;
  clear(): void;
};

export function useEventStream(filters: Query, paused: boolean): Stream {
  const url = address('/api/events/stream', filters);
  const filterKey = address('', filters);
  const [state, setState] = useState<Stream['state']>('connecting');
  const [events, setEvents] = useState<readonly EventItem[]>([]);
  const [counts, setCounts] = useState({ waiting: 0, skipped: 0 });
  const arrived = useRef<EventItem[]>([]);
  const isPaused = useRef(paused);
  isPaused.current = paused;

  useEffect(() => {
    setEvents([]);
    setState('connecting');
    setCounts({ waiting: 0, skipped: 0 });
    arrived.current = [];
    let skipped = 0;
    const source = new EventSource(url);
    const asking = new AbortController();
    source.onopen = () => setState('open');
    // Once only, not at each reconnection. What is both in the list and in the stream is shown once.
    source.addEventListener(
      'open',
      () => void newest(filterKey, asking.signal).then((items) => setEvents((now) => merged(now, items))),
      { once: true },
    );
    // The browser tries again by itself, after the delay the server asked for.
    source.onerror = () => setState('lost');
    source.addEventListener('logged', ({ data }) => {
      arrived.current.unshift(JSON.parse(String(data)) as EventItem);
      arrived.current.length = Math.min(arrived.current.length, MOST_KEPT);
    });
    source.addEventListener('skipped', ({ data }) => {
      skipped += Number(data);
    });
    const show = setInterval(() => {
      const batch = arrived.current;
      setCounts((now) => {
        const waiting = isPaused.current ? batch.length : 0;
        return now.waiting === waiting && now.skipped === skipped ? now : { waiting, skipped };
      });
      if (isPaused.current || batch.length === 0) return;
      arrived.current = [];
      setEvents((now) => merged(batch, now));
    }, SHOW_EVERY_MS);
    return () => {
      clearInterval(show);
      asking.abort();
      source.close();
    };
  }, [url, filterKey]);

  return { state, events, ...counts, clear: () => setEvents([]) };
}

async function newest(filters: string, signal: AbortSignal): Promise<EventItem[]> {
  const query = Object.fromEntries(new URLSearchParams(filters));
  try {
    return (await api.get<ApiPage<EventItem>>('/api/events', { query: { ...query, limit: BEFORE }, signal }))
      .items;
  } catch {
    // What arrives from now on is shown all the same.
    return [];
  }
}

/** Newest first, each once. */
function merged(newer: readonly EventItem[], older: readonly EventItem[]): readonly EventItem[] {
  const known = new Set(newer.map(({ position }) => position));
  return [...newer, ...older.filter(({ position }) => !known.has(position))].slice(0, MOST_KEPT);
}
