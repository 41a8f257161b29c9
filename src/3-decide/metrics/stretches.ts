/** Which channels a question is about, and which instants its days are there. */
import { allChannels, type ChannelRow } from '#know/channels';
import { Problem } from '#platform/errors';
import type { Db } from '#platform/postgres';
import type { Stretch } from './store.ts';

export type Asked = {
  channel?: number | undefined;
  currency?: string | undefined;
  /** First and last day, as their channels have them. */
  from: string;
  to: string;
  product?: number | undefined;
};

/** `visible`: channels the caller is limited to; null for all. Throws `not_found`, `currencies_mixed`. */
export async function channelsAsked(
  db: Db,
  { channel, currency }: Pick<Asked, 'channel' | 'currency'>,
  visible: readonly string[] | null,
): Promise<ChannelRow[]> {
  const seen = (await allChannels(db)).filter(({ channel_id: id }) => visible?.includes(String(id)) ?? true);
  const asked = seen
    .filter(({ channel_id: id }) => channel === undefined || id === channel)
    .filter((row) => currency === undefined || row.currency === currency);
  if (channel !== undefined && asked.length === 0) throw new Problem('not_found');
  const currencies = [...new Set(asked.map((row) => row.currency))];
  if (currencies.length > 1)
    throw new Problem('currencies_mixed', { params: { currencies: currencies.join(', ') } });
  return asked;
}

/** One for each zone: a day is another stretch of time in each. */
export function stretchesOf(
  channels: readonly ChannelRow[],
  { from, to, product = 0 }: Asked,
  by: Stretch['by'],
): Stretch[] {
  return [...Map.groupBy(channels, ({ zone }) => zone)].map(([zone, rows]) => ({
    channels: rows.map(({ channel_id: id }) => id),
    currency: (rows[0] as ChannelRow).currency,
    zone,
    from: startOfDay(from, zone),
    to: startOfDay(dayAfter(to), zone),
    by,
    product,
    after: 0,
    until: Number.MAX_SAFE_INTEGER,
  }));
}

export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  formats.set(zone, format);
  return format;
}

/** The first instant of a day in a zone: midnight, or where the clocks leap over it, the moment they leap to. */
export function startOfDay(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const format = formatIn(zone);
  const localAt = (instant: number): number => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
  const candidates = [-DAY_MS, DAY_MS].map((near) => utc - (localAt(utc + near) - (utc + near)));
  return Math.min(...candidates.filter((instant) => localAt(instant) >= utc));
}

const DAY_MS = 86_400_000;
