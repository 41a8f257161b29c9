/**
 * An import from its file to the end: each batch is stored in transactions of its own and then counted, so that one that was cut off goes on
 * after the last batch it stored; the batch in between is stored again, which changes nothing.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { findSold, recordProducts } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { recordChoices, suppress } from '#know/consent';
import { tell } from '#know/customers';
import { type RecordParts, recordOrders, recordParcels } from '#know/orders';
import type { Platform } from '#platform/module';
import { seal } from '#platform/vault';
import type { Batch, Preset, Rejected } from './preset.ts';
import { filesIn } from './reading/rows-of.ts';
import * as store from './store.ts';

export type ImportParts = RecordParts & Pick<Platform, 'vault'>;
/** `row`: one that was noted before. */
export type ImportJob = {
  preset: Preset;
  path: string;
  channel: ChannelRow;
  actor: string;
  row?: store.ImportRow;
};

export type ImportOutcome = { importId: number; state: 'done' | 'cancelled'; tables: store.Tables };

export async function runImport(
  parts: ImportParts,
  { preset, path, channel, actor, row: noted }: ImportJob,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (tables: store.Tables) => void } = {},
): Promise<ImportOutcome> {
  const { db, clock } = parts;
  const row = noted ?? (await rowFor(parts, { preset, path, channel, actor }));
  const tables: store.Tables = { ...row.tables };
  const id = row.import_id;
  try {
    let batches = 0;
    for await (const batch of preset.read(path, channel)) {
      if (++batches <= row.batches) continue;
      if (signal?.aborted || (await store.isCancelling(db, id))) return await end('cancelled');
      const rejected = await storeBatch(parts, channel, id, batch);
      count(tables, { ...batch, rejected });
      await store.noteBatch(db, id, { batches, tables, at: clock.now() });
      onProgress?.(tables);
    }
    return await end('done');
  } catch (error) {
    const failure = `${(error as Error).name} ${(error as { code?: string }).code ?? ''}`.trim();
    await store.finish(db, id, { state: 'failed', failure, at: clock.now() }).catch(() => {});
    throw error;
  }

  async function end(state: 'done' | 'cancelled'): Promise<ImportOutcome> {
    await store.finish(db, id, { state, failure: null, at: clock.now() });
    return { importId: id, state, tables };
  }
}

/** One that was cut off, or a new one. */
async function rowFor(
  { db, clock }: ImportParts,
  { preset, path, channel, actor }: ImportJob,
): Promise<store.ImportRow> {
  const about = { preset: preset.name, channel_id: channel.channel_id, digest: await contentOf(path) };
  const fresh = {
    ...about,
    file: basename(path),
    actor,
    upload: null,
    mapping: null,
    state: 'running' as const,
  };
  return (await store.unfinished(db, about)) ?? (await store.begin(db, fresh, clock.now()));
}

async function storeBatch(
  parts: ImportParts,
  channel: ChannelRow,
  id: number,
  batch: Batch,
): Promise<Rejected[]> {
  const { sold, orders } = batch;
  const at = parts.clock.now();
  if (sold?.length) await parts.db.transaction().execute((tx) => findSold(tx, channel.channel_id, sold, at));
  if (batch.products?.length) {
    const { products } = batch;
    await parts.db.transaction().execute((tx) => recordProducts(tx, channel.channel_id, products, at));
  }
  if (orders?.length) await recordOrders(parts, channel, orders, 'import');
  await storePeople(parts, batch, id);
  const rejected = [...(batch.rejected ?? []), ...(await storeParcels(parts, channel, batch))];
  if (batch.outside?.length) await store.saveOutside(parts.db, batch.outside);
  if (rejected.length > 0) {
    // Whoever these rows are about, nobody can say.
    const subject = keyOfImport(id);
    const { keys } = await parts.vault.keysFor([subject]);
    const key = keys.get(subject);
    if (key)
      await store.keepRejected(
        parts.db,
        id,
        rejected.map(({ raw, ...row }) => ({ ...row, sealed: seal(key, JSON.stringify(raw)) })),
      );
  }
  return rejected;
}

/** Parcels of orders that the channel does not have are refused. */
async function storeParcels(
  parts: ImportParts,
  channel: ChannelRow,
  { parcels = [] }: Batch,
): Promise<Rejected[]> {
  if (parcels.length === 0) return [];
  const unknown = new Set<unknown>(await recordParcels(parts, channel, parcels, 'import'));
  return parcels
    .filter((parcel) => unknown.has(parcel))
    .map(({ file, row, orderNumber, tracking }) => ({
      file,
      row,
      code: 'import_order_unknown' as const,
      field: 'order_number',
      raw: { order_number: orderNumber, tracking_number: tracking },
    }));
}

/** Who is told of, and what she agreed to, in one transaction. */
async function storePeople(
  parts: ImportParts,
  { told, consents, suppressed }: Batch,
  id: number,
): Promise<void> {
  const at = parts.clock.now();
  if (told?.length)
    await tell(parts, told, 'import', async (tx, whom) => {
      const said = whom.flatMap((customerId, index) =>
        (consents?.[index] ?? []).map((choice) => ({ customerId, choice })),
      );
      if (said.length > 0)
        await recordChoices(parts, tx, said, { actor: `import:${id}`, origin: 'import', at });
    });
  if (suppressed?.length)
    await parts.db.transaction().execute((tx) =>
      suppress(
        tx,
        suppressed.map(({ value, ...one }) => ({
          ...one,
          at,
          digest: parts.customers.digestOf({ kind: one.kind, value }),
        })),
      ),
    );
}

/** Below all customers and quarantines of sources. */
export const keyOfImport = (id: number): number => -1_000_000_000 - id;

function count(tables: store.Tables, { read, refused, rejected = [] }: Batch): void {
  const [first] = Object.keys(read);
  for (const [table, rows] of Object.entries(read)) {
    const before = tables[table] ?? { rows_in: 0, rows_stored: 0, rows_rejected: 0 };
    const kept = refused?.[table] ?? (table === first ? rejected.length : 0);
    tables[table] = {
      rows_in: before.rows_in + rows,
      rows_stored: before.rows_stored + rows - kept,
      rows_rejected: before.rows_rejected + kept,
    };
  }
}

/** Of a folder: of all its tables, in the order of their names. */
export async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of filesIn(path)) {
    hash.update(`${basename(file)}\n`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
