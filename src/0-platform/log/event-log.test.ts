import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../postgres/testing.ts';
import { createEventLog } from './index.ts';
import { readPage } from './read.ts';
import { anEvent, LOG_MIGRATIONS } from './testing.ts';

const log = createEventLog();
let database: Awaited<ReturnType<typeof testDatabase>>;
const runs = process.env.REGULARS_NIGHT ? 2000 : 60;

beforeAll(async () => {
  database = await testDatabase(LOG_MIGRATIONS);
  await log.preparePartitions(database.db, anEvent().receivedAt);
});
afterAll(() => database.close());

describe('append', () => {
  it('stores what it was given, whatever the text', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.dictionary(text, fc.jsonValue()),
        fc.option(fc.uint8Array({ maxLength: 50 })),
        async (name, bag, sealed) => {
          const properties = JSON.stringify(bag);
          fc.pre(
            !properties.includes('\\u0000') && properties.isWellFormed() && !properties.includes('\\ud'),
          );
          const event = anEvent({ event: name, properties, personal: sealed ? Buffer.from(sealed) : null });
          const [verdict] = await log.append(database.db, [event]);
          const stored = await log.at(database.db, verdict?.position as never);
          expect(stored?.event).toBe(name);
          expect(stored?.properties).toEqual(JSON.parse(properties));
          expect(stored?.personal).toEqual(event.personal);
          expect(stored?.timestamp).toEqual(event.timestamp);
        },
      ),
      { numRuns: runs },
    );
    console.log(`append round trips: ${runs}`);
  });

  it('knows a repetition from a conflict, in one batch and across batches', async () => {
    const first = anEvent();
    const same = { ...first };
    const other = { ...first, fingerprint: '0123456789abcdef' };
    const inBatch = await log.append(database.db, [first, same, other]);
    expect(inBatch.map((verdict) => verdict.status)).toEqual(['stored', 'duplicate', 'conflict']);
    const later = await log.append(database.db, [other, anEvent(), same]);
    expect(later.map((verdict) => verdict.status)).toEqual(['conflict', 'stored', 'duplicate']);
    expect(later[2]?.position).toBe(inBatch[0]?.position);
  });

  it('takes the same message id from two sources as two events', async () => {
    const event = anEvent();
    const verdicts = await log.append(database.db, [event, { ...event, sourceId: 2 as never }]);
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['stored', 'stored']);
  });

  it('drops repetitions across the turn of a month, and makes the partition itself', async () => {
    const event = anEvent({ receivedAt: new Date('2031-03-31T23:59:59Z') });
    const again = { ...event, receivedAt: new Date('2031-04-01T00:00:01Z') };
    const verdicts = [
      ...(await log.append(database.db, [event])),
      ...(await log.append(database.db, [again])),
    ];
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['stored', 'duplicate']);
  });

  it('writes nothing when keys were destroyed since the epoch it was sealed in', async () => {
    const head = await log.head(database.db);
    expect(await log.appendSealed(database.db, [anEvent()], 999)).toBeNull();
    expect(await log.head(database.db)).toBe(head);
    expect(await log.appendSealed(database.db, [anEvent()], 1)).toHaveLength(1);
  });

  it('refuses the ninth link of a chain of causes', async () => {
    await expect(log.append(database.db, [anEvent({ depth: 9 })])).rejects.toMatchObject({
      code: 'event_depth',
    });
  });
});

describe('order', () => {
  it('makes nobody skip an event whose transaction is held open between append and commit', async () => {
    const slow = anEvent({ event: 'Slow' });
    const holding = Promise.withResolvers<void>();
    const appended = Promise.withResolvers<void>();
    const held = database.db.transaction().execute(async (tx) => {
      await log.append(tx, [slow]);
      appended.resolve();
      await holding.promise;
    });
    await appended.promise;
    const before = await log.head(database.db);
    const passing = Promise.all([1, 2, 3].map(() => log.append(database.db, [anEvent({ event: 'Quick' })])));
    // While the slow one is open, nothing after it may be visible.
    expect(await readPage(database.db, before, 100)).toBeNull();
    holding.resolve();
    await held;
    await passing;
    const page = await readPage(database.db, before, 100);
    expect(page?.events.map((event) => event.event)).toEqual(['Slow', 'Quick', 'Quick', 'Quick']);
  });
});
