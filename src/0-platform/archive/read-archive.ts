/** The archive as the lake's rebuild and comparison read it, and its check. */
import { type ArchivedMonths, BUCKET } from '../lake/index.ts';
import type { LoggedEvent } from '../log/index.ts';
import { type ArchivePlace, fileOf } from './archive-month.ts';
import { ArchiveDamaged, readCompressed } from './files.ts';
import { eventOf, kindOf, linesOf } from './row.ts';
import * as store from './store.ts';

export type Archive = ArchivedMonths & {
  /** A month's events whole, with what is sealed in them, as far as they are wanted; in order, in pieces. */
  events(
    month: string,
    isWanted: (event: { event: string; type: string }) => boolean,
  ): AsyncIterable<LoggedEvent[]>;
};

export function archivedMonths({ database, folder }: ArchivePlace): Archive {
  const noted = async (month: string): Promise<store.Month> => {
    const found = (await store.months(database.db)).find((one) => one.month === month);
    if (!found) throw new Error(`${month} is not archived.`);
    return found;
  };
  return {
    months: async () => (await store.months(database.db)).map(({ month, rows }) => ({ month, rows })),
    async *rows(month) {
      const { generation, eventsSha256 } = await noted(month);
      yield* readCompressed(fileOf(folder, 'events', month, generation), eventsSha256);
    },
    async *events(month, isWanted) {
      const { generation, eventsSha256, sealedSha256 } = await noted(month);
      const sealed = fileOf(folder, 'sealed', month, generation);
      const theirs = linesIn(readCompressed(sealed, sealedSha256));
      for await (const piece of readCompressed(fileOf(folder, 'events', month, generation), eventsSha256)) {
        const events: LoggedEvent[] = [];
        for (const line of linesOf(piece)) {
          const other = (await theirs.next()).value;
          if (!isWanted(kindOf(line))) continue;
          const event = other === undefined ? null : eventOf(line, other);
          if (!event) throw new ArchiveDamaged(sealed);
          events.push(event);
        }
        if (events.length > 0) yield events;
      }
    },
    async sums(width) {
      if (width !== BUCKET) throw new Error(`The archive has sums for buckets of ${BUCKET} positions.`);
      return (await store.months(database.db)).flatMap(({ sums }) => sums);
    },
  };
}

async function* linesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  for await (const piece of pieces) yield* linesOf(piece);
  return undefined;
}

/** Reads every file through; the months whose files are missing or damaged. */
export async function verifyArchive({
  database,
  folder,
}: ArchivePlace): Promise<{ checked: number; damaged: string[] }> {
  const months = await store.months(database.db);
  const damaged: string[] = [];
  for (const { month, generation, eventsSha256, sealedSha256 } of months) {
    try {
      for await (const _ of readCompressed(fileOf(folder, 'events', month, generation), eventsSha256));
      for await (const _ of readCompressed(fileOf(folder, 'sealed', month, generation), sealedSha256));
    } catch (error) {
      if (!(error instanceof ArchiveDamaged)) throw error;
      damaged.push(month);
    }
  }
  return { checked: months.length, damaged };
}
