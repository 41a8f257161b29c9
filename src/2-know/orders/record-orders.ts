/**
 * The one way in for orders, whatever they come by (API, import, webhook, poll): the order and its events are written in one transaction. The
 * same order again changes nothing; an older version never overwrites a newer one; of two with the same instant the same one
 * wins in whichever order they come.
 */
import { createHash } from 'node:crypto';
import { findSold, type Listed } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { type CustomerDirectory, type Identifier, personalOf } from '#know/customers';
import { NOBODY, type OrderId } from '#platform/ids';
import type { JsonObject, Origin } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { seal } from '#platform/vault';
import { eventsOf, type WrittenOrder } from './events-of-order.ts';
import type { Order } from './order.ts';
import { moveParcels } from './parcels/store.ts';
import * as store from './store.ts';

/** What a channel tells of who ordered and where to; sealed. */
export type Buyer = {
  /** Most believed first; the first leads to the profile. Empty: nobody is known. */
  identifiers: readonly Identifier[];
  /** Name, company, language …: traits of hers. */
  traits: JsonObject;
  /** Addresses, note, contact of this order. */
  details: JsonObject;
};

export type OrderRecord = {
  order: Order;
  buyer: Buyer;
  /** The platform's instant of the last change; null where the source says none. */
  version: Date | null;
  /** A file counts less than a feed of the same instant. */
  rank: 'file' | 'feed';
};

export type RecordParts = Pick<Platform, 'db' | 'log' | 'clock'> & {
  customers: CustomerDirectory;
  /** What must be true together with these orders, or neither: runs in their transaction before they are written, and may refuse by throwing. */
  alongside?: (tx: Tx) => Promise<void>;
};

type Subject = Awaited<ReturnType<CustomerDirectory['subjectsOf']>>['subjects'][number];

export type Recorded = { recorded: number; unchanged: number };

export async function recordOrders(
  parts: RecordParts,
  channel: ChannelRow,
  records: readonly OrderRecord[],
  origin: Origin,
): Promise<Recorded> {
  const latest = latestOf(records.map(judgedOf));
  for (let attempt = 0; attempt < 10; attempt++) {
    const { subjects, epoch } = await subjectsOf(parts.customers, latest);
    const recorded = await parts.db
      .transaction()
      .execute((tx) => record(parts, tx, { channel, judged: latest, subjects, epoch, origin }))
      .catch((error) => {
        if (error instanceof Meanwhile) return null;
        throw error;
      });
    if (recorded !== null) return { recorded, unchanged: records.length - recorded };
    parts.customers.forget();
  }
  throw new Error('These orders are being written by somebody else all the time.');
}

/** Somebody wrote one of these orders first, or was erased: begin again. */
class Meanwhile extends Error {}

type Judged = OrderRecord & { digest: Buffer };

const judgedOf = (record: OrderRecord): Judged => ({
  ...record,
  digest: createHash('sha256')
    .update(JSON.stringify([{ ...record.order, platformId: '' }, record.buyer]))
    .digest(),
});

function latestOf(records: readonly Judged[]): Judged[] {
  const latest = new Map<string, Judged>();
  for (const record of records) {
    const before = latest.get(record.order.platformId);
    if (!before || isNewer(record, knownOf(before))) latest.set(record.order.platformId, record);
  }
  // Whoever writes the same orders at the same time comes to them in the same order: neither waits for what the other holds.
  return [...latest.values()].sort((one, other) => (one.order.platformId < other.order.platformId ? -1 : 1));
}

type Version = Pick<store.Known, 'version' | 'rank' | 'digest'>;
const RANK = { file: 0, feed: 1 } as const;
const knownOf = ({ version, rank, digest }: Judged): Version => ({ version, rank: RANK[rank], digest });

function isNewer(record: Judged, known: Version): boolean {
  const own = knownOf(record);
  const instants = (own.version?.getTime() ?? -Infinity) - (known.version?.getTime() ?? -Infinity);
  if (!Number.isNaN(instants) && instants !== 0) return instants > 0;
  if (own.rank !== known.rank) return own.rank > known.rank;
  return own.digest.compare(known.digest) > 0;
}

async function subjectsOf(
  customers: CustomerDirectory,
  records: readonly Judged[],
): Promise<{ subjects: Map<string, Subject>; epoch: number }> {
  const named = records.filter(({ buyer }) => buyer.identifiers.length > 0);
  const { subjects, epoch } = await customers.subjectsOf(
    named.map(({ buyer }) => buyer.identifiers[0] as Identifier),
  );
  return {
    subjects: new Map(named.map(({ order }, index) => [order.platformId, subjects[index] as Subject])),
    epoch,
  };
}

type Job = {
  channel: ChannelRow;
  judged: readonly Judged[];
  subjects: ReadonlyMap<string, Subject>;
  epoch: number;
  origin: Origin;
};

async function record(parts: RecordParts, tx: Tx, job: Job): Promise<number> {
  const { channel, judged, subjects, origin } = job;
  const id = channel.channel_id;
  const at = parts.clock.now();
  const known = await store.lockNumbers(
    tx,
    id,
    judged.map(({ order }) => order.platformId),
  );
  const taken = judged.filter((one) => {
    const before = known.get(one.order.platformId);
    return !before || isNewer(one, before);
  });
  if (taken.length === 0) return 0;
  await parts.alongside?.(tx);
  const fresh = await store.takeOrderIds(
    tx,
    taken.filter(({ order }) => !known.has(order.platformId)).length,
  );
  const written = taken.map((one): Written => {
    const { platformId } = one.order;
    const subject = subjects.get(platformId);
    const before = known.get(platformId);
    const customerId = subject?.customerId ?? before?.customerId ?? NOBODY;
    const orderId = before?.orderId ?? (fresh.pop() as OrderId);
    return { record: one, subject, number: { platformId, orderId, customerId, ...knownOf(one) } };
  });
  const numbers = written.map(({ number }) => number);
  if ((await store.saveNumbers(tx, id, numbers)).size < numbers.length) throw new Meanwhile();
  const before = await beforeOf(tx, known, written);
  const sold = written.flatMap(({ record: { order } }) => order.lines.map((line) => line.sold));
  const listed = await findSold(tx, id, sold, at);
  await store.removeOrders(tx, [...before.values()]);
  const stored = written.map((one) => ({
    ...one.number,
    order: one.record.order,
    listed,
    sealed: sealedOf(one, before.get(one.number.platformId)),
  }));
  await store.saveOrders(tx, id, stored, at);
  await moveParcels(
    tx,
    numbers.filter(
      (one) => known.has(one.platformId) && known.get(one.platformId)?.customerId !== one.customerId,
    ),
  );
  const events = written.flatMap((one) =>
    eventsOf(happenedTo(one, before.get(one.number.platformId), listed), { channel, origin, at }),
  );
  if (events.length > 0 && (await parts.log.appendSealed(tx, events, job.epoch)) === null)
    throw new Meanwhile();
  return written.length;
}

type Written = { record: Judged; number: store.Known; subject: Subject | undefined };

async function beforeOf(
  tx: Tx,
  known: ReadonlyMap<string, store.Known>,
  written: readonly Written[],
): Promise<Map<string, store.WholeOrder>> {
  const keys = written.flatMap(({ number }) => known.get(number.platformId) ?? []);
  const orders = await store.wholeOrders(tx, keys);
  return new Map(orders.map((whole) => [whole.order.platformId, whole]));
}

function sealedOf({ record, subject }: Written, before: store.WholeOrder | undefined): Buffer | null {
  if (!subject) return before?.row.sealed ?? null;
  const { details } = record.buyer;
  return Object.keys(details).length > 0 ? seal(subject.key, JSON.stringify(details)) : null;
}

function happenedTo(
  { record, number, subject }: Written,
  before: store.WholeOrder | undefined,
  listed: ReadonlyMap<string, Listed>,
): WrittenOrder {
  return {
    orderId: number.orderId,
    customerId: number.customerId,
    order: record.order,
    digest: record.digest,
    version: record.version,
    rank: number.rank,
    before: before ? { order: before.order, customerId: before.customerId } : null,
    personal: subject
      ? seal(subject.key, JSON.stringify(personalOf(record.buyer.identifiers, record.buyer.traits)))
      : null,
    productOf: (soldAs) => listed.get(soldAs)?.productId ?? before?.products.get(soldAs) ?? null,
  };
}
