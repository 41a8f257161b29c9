/** The live engine on the real engines, with a clock that the test sets. */
import { afterAll, beforeAll } from 'vitest';
import { createLanguage } from '#decide/definitions';
import { definitionsModule } from '#decide/definitions/module';
import { ORDER_COLUMNS } from '#events/order-columns';
import { auditKept, someCustomers, type TestCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { fillLake, LAKE_MIGRATIONS, startTestLake, type TestLake } from '#platform/lake/testing';
import { createEventLog, deliverOnce, type Subscriber } from '#platform/log';
import type { Module } from '#platform/module';
import { fillNext } from './fill/fill-next.ts';
import { deciding } from './live/decide.ts';
import { passingTime } from './live/pass-time.ts';
import { createProgramCache } from './live/program-of.ts';
import { segmentsModule } from './module.ts';
import { type SegmentParts, segmentsMeant } from './segment-parts.ts';

export const SEGMENTS_MIGRATIONS = {
  module: 'decide/segments',
  folder: `${import.meta.dirname}/migrations`,
};

export type TestSegments = {
  customers: TestCustomers;
  clock: ReturnType<typeof fixedClock>;
  parts: SegmentParts;
  module: Module;
  /** Who is whom, and who is in what, up to the end of the log. */
  readUp(): Promise<void>;
  /** The clock's side, up to its present instant. */
  passTime(): Promise<void>;
  /** The lake knows all of the log. */
  shipLake(): Promise<void>;
  /** Ships the log and finds the members of whatever waits for it. */
  fill(): Promise<void>;
};

/** Filled before the first test of the file. */
export function someSegments(zone: string): TestSegments {
  const archive = `${import.meta.dirname}/../../0-platform/archive/migrations`;
  const customers = someCustomers([
    ...LAKE_MIGRATIONS,
    { module: 'platform/archive', folder: archive },
    { module: 'decide/definitions', folder: `${import.meta.dirname}/../definitions/migrations` },
    SEGMENTS_MIGRATIONS,
  ]);
  const own = { customers, clock: fixedClock('2026-11-26T08:00:00Z') } as TestSegments;
  let lake: TestLake;
  let telling: readonly Subscriber[];
  beforeAll(async () => {
    lake = await startTestLake({ derived: ORDER_COLUMNS });
    const { database, vault, directory } = customers;
    const given = {
      ...{ database, db: database.db, vault, lake: lake.lake, clock: own.clock, log: createEventLog() },
      settings: { SHOP_ZONE: zone },
      audit: auditKept(),
      customers: directory,
      language: createLanguage(),
    } as unknown as SegmentParts;
    own.parts = {
      ...given,
      references: {
        segments: (ids) => segmentsMeant(database.db, ids),
        productsWithin: async () => null,
        keeps: async () => [],
      },
      live: { ...given, programOf: createProgramCache(zone) },
    };
    const archive = { months: async () => [], events: async () => [] };
    telling =
      definitionsModule({ ...own.parts, archive, productsWithin: async () => null } as never).subscribers ??
      [];
    own.module = segmentsModule({ ...given, productsWithin: async () => null });
  });
  afterAll(() => lake?.close());
  own.readUp = async () => {
    await customers.readUp();
    const { database } = customers;
    const subscriber = deciding(own.parts.live);
    while ((await deliverOnce(subscriber, { database, log: own.parts.log })) === 'full');
  };
  own.passTime = async () => {
    await own.readUp();
    const { once } = passingTime(own.parts.live);
    while ((await once()) > 0) await own.readUp();
  };
  own.shipLake = async () => {
    await fillLake(customers.database, lake.lake);
    const { database } = customers;
    for (const subscriber of telling)
      while ((await deliverOnce(subscriber, { database, log: own.parts.log })) === 'full');
  };
  own.fill = async () => {
    await own.shipLake();
    while ((await fillNext(own.parts)) > 0);
  };
  return own;
}
