/**
 * The engine dies before or after each statement, while it decides, fills a segment and lets time pass. Whoever comes after it finishes: each entry
 * and exit is written once, and told once.
 */
import { expect, it } from 'vitest';
import { createLanguage } from '#decide/definitions';
import { createCustomerDirectory } from '#know/customers';
import { deliverOnce } from '#platform/log';
import { anEvent } from '#platform/log/testing';
import { type Database, sql } from '#platform/postgres';
import { type Death, dyingProcess } from '#platform/postgres/testing';
import { createVault, seal } from '#platform/vault';
import { createSegment } from '../change-segment.ts';
import { fillNext } from '../fill/fill-next.ts';
import type { SegmentParts } from '../segment-parts.ts';
import { someSegments } from '../testing.ts';
import { deciding } from './decide.ts';
import { passingTime } from './pass-time.ts';
import { createProgramCache } from './program-of.ts';

/** Of the places to die, one in so many. */
const EVERY = process.env.REGULARS_NIGHT ? 1 : 10;
const own = someSegments('UTC');
const staff = { kind: 'system' as const, name: 'test' };
let world = 0;

function partsOn(database: Database): SegmentParts {
  const { db } = database;
  const vault = createVault(db, own.customers.master);
  const customers = createCustomerDirectory(db, vault, own.customers.pepper);
  const parts = { ...own.parts, database, db, vault, customers, language: createLanguage() };
  return { ...parts, live: { ...parts, programOf: createProgramCache('UTC') } };
}

async function does(value: string, event: string): Promise<number> {
  own.clock.advance(1000);
  const at = own.clock.now();
  const { subjects } = await own.customers.directory.subjectsOf([{ kind: 'user_id', value }]);
  const { customerId, key } = subjects[0] as (typeof subjects)[number];
  const personal = seal(key, JSON.stringify({ userId: value }));
  await own.parts.log.append(own.parts.db, [
    anEvent({ event, customerId, timestamp: at, receivedAt: at, personal }),
  ]);
  await own.customers.readUp();
  return customerId;
}

/** Of each of these, in which slots when, and what the log was told of them. */
async function written(people: readonly number[]) {
  const { rows: spells } = await sql<{ person_id: number; cause: number; isIn: boolean }>`
    SELECT person_id, cause, left_at IS NULL AS "isIn" FROM segments.spell WHERE person_id = ANY(${people}::bigint[])
     ORDER BY person_id, entered_at`.execute(own.parts.db);
  const told = await own.parts.log.read(own.parts.db, { limit: 10_000, sourceId: 0 });
  return {
    spells: spells.map(({ person_id, cause, isIn }) => [person_id, cause, isIn]),
    told: told.flatMap(({ event, customerId }) => (people.includes(customerId) ? [[customerId, event]] : [])),
  };
}

/** How often it died: 1 or 0. */
async function live(death: Death): Promise<number> {
  const name = `Seen ${world++}`;
  const ann = await does(`ann-${name}`, name);
  await own.readUp();
  await createSegment(own.parts, staff, { name, description: '', text: `did "${name}" in last 10 minutes` });
  await own.shipLake();
  const process = dyingProcess(own.customers.database.connection, death);
  const parts = partsOn(process as unknown as Database);
  const decideAll = async (): Promise<void> => {
    const given = { database: parts.database, log: parts.log };
    while ((await deliverOnce(deciding(parts.live), given)) === 'full');
  };
  const dying = async (work: () => Promise<unknown>): Promise<void> => {
    if (!process.died()) await work().catch(() => null);
  };
  await dying(async () => {
    while ((await fillNext(parts)) > 0);
  });
  await own.fill();
  const bea = await does(`bea-${name}`, name);
  await dying(decideAll);
  await own.readUp();
  own.clock.advance(11 * 60_000);
  await dying(async () => {
    while ((await passingTime(parts.live).once()) > 0);
  });
  await process.close().catch(() => {});
  await own.passTime();
  await own.readUp();
  expect(await written([ann, bea])).toEqual({
    spells: [
      [ann, 3, false],
      [bea, 0, false],
    ],
    told: [
      [bea, 'Segment Entered'],
      [ann, 'Segment Exited'],
      [bea, 'Segment Exited'],
    ],
  });
  return process.died() ? 1 : 0;
}

it('dies anywhere, and nothing is lost or done twice', async () => {
  let deaths = 0;
  for (const when of ['before', 'after'] as const)
    for (let at = when === 'before' ? 1 : 3; ; at += EVERY) {
      const died = await live({ at, when });
      deaths += died;
      if (died === 0) break;
    }
  console.log(`live engine killed at ${deaths} points`);
  expect(deaths).toBeGreaterThan(40 / EVERY);
});
