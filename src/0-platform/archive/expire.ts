/**
 * Kinds of events whose time is over go from the archive and from the lake. A month's files are written anew without them, under new
 * names; the note of the month changes; only then do the old files go. What Postgres itself still holds is never touched: so the
 * shortest time that makes sense is the one after which months are archived.
 */
import type { Clock } from '../clock/index.ts';
import { BUCKET, type Lake, whileNoRebuild } from '../lake/index.ts';
import { type ArchivePlace, fileOf, removeFiles } from './archive-month.ts';
import { readCompressed, writeCompressed } from './files.ts';
import { addTo, linesOf, parseRow, type Sums } from './row.ts';
import * as store from './store.ts';

export type Expiring = ArchivePlace & { lake: Lake; clock: Clock };

/** Takes out what is over; how many events went. */
export async function expire({ database, folder, lake, clock }: Expiring): Promise<number | 'busy'> {
  return await whileNoRebuild(database, async () => {
    const keeps = await store.keeps(database.db);
    let gone = 0;
    const months = await store.months(database.db);
    for (const month of months) {
      const over = keeps
        .filter((keep) => isOver(month.month, keep.months, clock.now()))
        .map(({ kind }) => kind);
      if (over.some((kind) => !month.without.includes(kind)))
        gone += await rewrite({ database, folder }, month, over);
    }
    await takeFromLake(lake, clock.now(), keeps, months.at(-1)?.month);
    return gone;
  });
}

/** The month lies wholly before the time the kind is kept. */
const isOver = (month: string, keptMonths: number, now: Date): boolean =>
  `${month}-01` < firstKept(now, keptMonths).slice(0, 10);

const firstKept = (now: Date, months: number): string =>
  instant(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)));

const instant = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

/** All of them every time, not only what went from files today: a crash may have come between file and lake. */
async function takeFromLake(
  lake: Lake,
  now: Date,
  keeps: readonly store.Keep[],
  lastMonth: string | undefined,
): Promise<void> {
  if (!lastMonth) return;
  const [year = 0, month = 1] = lastMonth.split('-').map(Number);
  const archiveEnds = instant(new Date(Date.UTC(year, month, 1)));
  for (const { kind, months } of keeps) {
    const before = [firstKept(now, months), archiveEnds].sort()[0];
    await lake.command(
      "DELETE FROM events WHERE (event = {kind:String} OR toString(type) = {kind:String}) AND received_at < {before:DateTime64(6, 'UTC')}",
      { params: { kind, before } },
    );
  }
}

async function rewrite(
  { database, folder }: ArchivePlace,
  month: store.Month,
  over: readonly string[],
): Promise<number> {
  const generation = month.generation + 1;
  const path = (kind: 'events' | 'sealed', of: number): string => fileOf(folder, kind, month.month, of);
  const sums: Sums = new Map();
  const removed = new Set<number>();
  let rows = 0;
  const extent = { first: Number.MAX_SAFE_INTEGER, last: 0 };

  const keptEvents = keepLines(
    readCompressed(path('events', month.generation), month.eventsSha256),
    (line) => {
      const row = parseRow(line);
      if (over.includes(row.event) || over.includes(row.type)) {
        removed.add(row.position);
        return false;
      }
      addTo(sums, row, BUCKET);
      rows++;
      extent.first = Math.min(extent.first, row.position);
      extent.last = Math.max(extent.last, row.position);
      return true;
    },
  );
  const events = await writeCompressed(path('events', generation), keptEvents);
  const keptSealed = keepLines(
    readCompressed(path('sealed', month.generation), month.sealedSha256),
    (line) => !removed.has(Number(line.slice(0, line.indexOf('\t')))),
  );
  const sealed = await writeCompressed(path('sealed', generation), keptSealed);
  await store.replaceMonth(database.pool, {
    month: month.month,
    generation,
    rows,
    firstPosition: rows > 0 ? extent.first : 0,
    lastPosition: extent.last,
    eventsSha256: events.sha256,
    sealedSha256: sealed.sha256,
    bytes: events.bytes + sealed.bytes,
    sums: [...sums].map(([bucket, sum]) => ({ bucket, rows: sum.rows, checksum: String(sum.checksum) })),
    without: [...over],
  });
  await removeFiles(folder, month);
  return removed.size;
}

async function* keepLines(
  text: AsyncIterable<Buffer>,
  isKept: (line: string) => boolean,
): AsyncGenerator<Buffer> {
  for await (const piece of text) {
    const kept = [...linesOf(piece)].filter(isKept);
    if (kept.length > 0) yield Buffer.from(`${kept.join('\n')}\n`);
  }
}
