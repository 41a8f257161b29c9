/** What a platform told, handed to those who keep it. The same again changes nothing, so that a page may be stored twice. */
import { recordProducts } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { recordChoices } from '#know/consent';
import { tell } from '#know/customers';
import { type OrderRecord, recordOrders, recordParcels } from '#know/orders';
import type { ErrorCode } from '#platform/errors';
import type { Origin } from '#platform/log';
import type { Fetched, Told } from './connector.ts';
import type { ConnectorParts } from './parts.ts';
import { settled } from './requests/ask-act.ts';
import { requestByReference, settleRequest } from './requests/store.ts';
import * as store from './store.ts';

/** What is older, and was not known before, is history and sets nothing off. */
const LIVE_MS = 86_400_000;

type Skipped = { what: string; id: string; code: ErrorCode };
/** `caughtUp`: all of its past has been read, so that what changes now changes now. */
export type Into = {
  connection: number;
  channel: ChannelRow;
  caughtUp: boolean;
  /** Told by the platform itself: what it says of today happens now, whatever of the past is still to be read. */
  isPushed?: boolean;
};

export async function storeFetched(
  parts: ConnectorParts,
  into: Into,
  fetched: Fetched,
): Promise<{ fetched: number; skipped: number }> {
  const skipped: Skipped[] = [...(fetched.skipped ?? [])];
  const at = parts.clock.now();
  const { products = [], orders = [], told = [], parcels = [] } = fetched;
  if (products.length > 0)
    await parts.db.transaction().execute((tx) => recordProducts(tx, into.channel.channel_id, products, at));
  skipped.push(...(await storeOrders(parts, into, orders)));
  await storePeople(parts, into, fetched);
  skipped.push(...(await storeParcels(parts, into, parcels)));
  for (const { reference, answer } of fetched.answers ?? []) {
    const id = await requestByReference(parts.db, into.connection, reference);
    if (id !== null) await settleRequest(parts.db, id, settled(answer, at));
  }
  if (skipped.length > 0) await store.noteSkipped(parts.db, into.connection, skipped, at);
  const all = products.length + orders.length + told.length + parcels.length;
  const lost = skipped.length - (fetched.skipped?.length ?? 0);
  return { fetched: all - lost, skipped: skipped.length };
}

async function storeOrders(
  parts: ConnectorParts,
  { connection, channel, caughtUp }: Into,
  orders: readonly OrderRecord[],
): Promise<Skipped[]> {
  const others = orders.filter(({ order }) => order.currency !== channel.currency);
  const own = orders.filter((record) => !others.includes(record));
  const since = parts.clock.now().getTime() - LIVE_MS;
  const isLive = ({ order, version }: OrderRecord): boolean =>
    order.placedAt.getTime() >= since || (caughtUp && (version?.getTime() ?? 0) >= since);
  const refused = [
    ...(await recordEach(parts, channel, own.filter(isLive), 'live')),
    ...(await recordEach(
      parts,
      channel,
      own.filter((record) => !isLive(record)),
      'backfill',
    )),
  ];
  const lost = new Set<OrderRecord>([...others, ...refused]);
  const stored = orders.filter((record) => !lost.has(record));
  if (stored.length > 0)
    await store.unskip(
      parts.db,
      connection,
      'order',
      stored.map(({ order }) => order.platformId),
    );
  const skip = (code: ErrorCode) => (record: OrderRecord) => ({
    what: 'order',
    id: record.order.platformId,
    code,
  });
  return [
    ...others.map(skip('connector_currency_other')),
    ...refused.map(skip('connector_record_unreadable')),
  ];
}

/** Those that cannot be stored. One of a page must not hold up the others for ever. */
async function recordEach(
  parts: ConnectorParts,
  channel: ChannelRow,
  records: readonly OrderRecord[],
  origin: Origin,
): Promise<readonly OrderRecord[]> {
  if (records.length === 0) return [];
  try {
    await recordOrders(parts, channel, records, origin);
    return [];
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    if (records.length === 1) return records;
  }
  const refused: OrderRecord[] = [];
  for (const record of records) refused.push(...(await recordEach(parts, channel, [record], origin)));
  return refused;
}

/** Class 22 and 23 of SQLSTATE: a value that no database takes. Anything else is ours, and tried again. */
const isOfTheData = (error: unknown): boolean =>
  error instanceof RangeError || /^2[23]/.test(String((error as { code?: unknown }).code));

/** Who is told of, and what she agreed to, in one transaction. */
async function storePeople(
  parts: ConnectorParts,
  { connection, caughtUp, isPushed = false }: Into,
  { told = [], consents = [] }: Fetched,
): Promise<void> {
  const at = parts.clock.now();
  const actor = `connection:${connection}`;
  const since = at.getTime() - LIVE_MS;
  const isLive = (one: Told): boolean => caughtUp || (isPushed && one.at.getTime() >= since);
  const all = told.map((one, index) => ({ one, choices: consents[index] ?? [] }));
  for (const origin of ['live', 'backfill'] as const) {
    const those = all.filter(({ one }) => isLive(one) === (origin === 'live'));
    await tell(
      parts,
      those.map(({ one }) => one),
      origin,
      async (tx, whom) => {
        const said = whom.flatMap((customerId, index) =>
          (those[index]?.choices ?? []).map((choice) => ({ customerId, choice })),
        );
        if (said.length > 0) await recordChoices(parts, tx, said, { actor, origin, at });
      },
    );
  }
}

async function storeParcels(
  parts: ConnectorParts,
  { channel, caughtUp }: Into,
  parcels: NonNullable<Fetched['parcels']>,
): Promise<Skipped[]> {
  if (parcels.length === 0) return [];
  const unknown = await recordParcels(parts, channel, parcels, caughtUp ? 'live' : 'backfill');
  return unknown.map(({ orderNumber, tracking }) => ({
    what: 'parcel',
    id: `${orderNumber} ${tracking}`,
    code: 'connector_order_unknown',
  }));
}
