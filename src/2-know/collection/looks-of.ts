/**
 * What somebody looked at most, read from her own events when asked: no copy that could be wrong, and nothing to erase. What is read stands in
 * the log in clear (names of products and categories say nothing of who she is), so every role that sees her may see it.
 */
import type { Clock } from '#platform/clock';
import type { CustomerId } from '#platform/ids';
import type { EventLog, JsonObject, LoggedEvent } from '#platform/log';
import type { Db } from '#platform/postgres';
import type { Looked, Looks } from './contract.ts';

const DAYS = 90;
/** A robot, or a till that sells under one name, has millions: of each profile so many of the latest are looked through. */
const MOST_READ = 4000;
const MOST_LOOKS = 1500;
const MOST_SHOWN = 6;

/** Names are those of Segment's e-commerce specification, and the ones it had before. A click leads to a look, and is not counted twice. */
const PRODUCT = ['Product Viewed', 'Viewed Product'];
const LIST = ['Product List Viewed', 'Viewed Product Category'];

export async function looksOf(
  { db, log, clock }: { db: Db; log: EventLog; clock: Clock },
  customers: readonly CustomerId[],
): Promise<Looks> {
  const from = new Date(clock.now().getTime() - DAYS * 86_400_000);
  const [events, reached] = await Promise.all([
    log.history(db, {
      customers,
      from,
      events: [...PRODUCT, ...LIST],
      among: MOST_READ,
      limit: MOST_LOOKS,
      wants: 'properties',
    }),
    log.reaches(db, customers, from, MOST_READ),
  ]);
  const last = events.length === MOST_LOOKS ? events.at(-1) : undefined;
  const ends = [reached, last?.timestamp].flatMap((at) => at?.getTime() ?? []);
  const since = ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null;
  return { days: DAYS, since, ...mostLooked(events) };
}

type Look = Pick<LoggedEvent, 'event' | 'properties' | 'timestamp'>;

/** Latest first, as the log tells it. Pure. */
export function mostLooked(events: readonly Look[]): Pick<Looks, 'products' | 'categories'> {
  const products = new Map<string, Looked>();
  const categories = new Map<string, Looked>();
  for (const { event, properties, timestamp } of events) {
    if (PRODUCT.includes(event)) {
      const name = text(properties, 'name');
      const id = text(properties, 'product_id') ?? text(properties, 'sku') ?? name;
      if (id !== null) count(products, id, name, timestamp);
    }
    const category = text(properties, 'category');
    if (category !== null) count(categories, category, category, timestamp);
  }
  return { products: most(products), categories: most(categories) };
}

function count(into: Map<string, Looked>, id: string, name: string | null, at: Date): void {
  const known = into.get(id);
  if (!known) into.set(id, { id, name, looks: 1, last_at: at.toISOString() });
  else {
    known.looks++;
    known.name ??= name;
  }
}

/** Of those looked at equally often, the one looked at last comes first. */
const most = (of: ReadonlyMap<string, Looked>): Looked[] =>
  [...of.values()]
    .sort((a, b) => b.looks - a.looks || (a.last_at < b.last_at ? 1 : a.last_at > b.last_at ? -1 : 0))
    .slice(0, MOST_SHOWN);

const text = (properties: JsonObject, name: string): string | null => {
  const value = properties[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;
};
