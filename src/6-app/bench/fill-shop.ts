/**
 * A shop of a size, for what screens are measured on: years of events that are there already, known people with names, addresses and orders.
 * Events are written by SQL, a month at a time, as `fill-log` does; people and orders come in by the doors that everybody uses.
 */
import { createCustomerDirectory, tell } from '#know/customers';
import { sql } from '#platform/postgres';
import type { AppPlatform } from '../platform.ts';

export type Size = { customers: number; events: number; months: number; heavyEvents: number };

const TOLD_AT_ONCE = 2000;

/** Positions 1 to `events`; whoever follows the log goes on after them, only the lake gets them all. */
export async function fillYears({ db }: AppPlatform, size: Size): Promise<void> {
  const each = Math.ceil(size.events / size.months);
  for (let month = 0; month < size.months; month++) {
    const first = month * each + 1;
    const last = Math.min(size.events, first + each - 1);
    await fillMonth(db, size.months - 1 - month, { first, last, people: size.customers });
  }
  await sql`SELECT setval('log.position', ${size.events})`.execute(db);
  await sql`UPDATE log.cursor SET position = ${size.events}`.execute(db);
  await sql`ANALYZE log.event`.execute(db);
  await sql`CHECKPOINT`.execute(db);
}

type Stretch = { first: number; last: number; people: number };

/** `ago`: 0 is this month. The partition is filled apart, its indexes are built, and it takes its place. */
async function fillMonth(
  db: AppPlatform['db'],
  ago: number,
  { first, last, people }: Stretch,
): Promise<void> {
  const start = sql`(date_trunc('month', now() AT TIME ZONE 'UTC') - ${ago} * interval '1 month') AT TIME ZONE 'UTC'`;
  const end = sql`least(now(), ${start} + interval '27 days')`;
  await sql`CREATE TABLE log.filled (LIKE log.event INCLUDING DEFAULTS)`.execute(db);
  await sql`
    INSERT INTO log.filled (position, received_at, "timestamp", customer_id, source_id, type, origin, flags, depth, schema_version,
                            dedup, fingerprint, message_id, event, properties, context, personal)
    SELECT n, at, at, 1 + floor(random() * ${people})::bigint, 1, 0, 0, 0, 0, 1,
           ('x' || substr(md5(n::text), 1, 16))::bit(64)::bigint, n, gen_random_uuid()::text,
           (ARRAY['Product Viewed','Product Viewed','Product Added','Product List Viewed','Products Searched'])[1 + n % 5],
           json_build_object('product_id', 'P' || n % 5000, 'name', '商品 ' || n % 5000, 'price', (n % 90000) / 100.0, 'currency', 'CNY'),
           '{"library":{"name":"analytics.js","version":"2.1"},"locale":"zh-CN"}', NULL
      FROM (SELECT n, ${start} + (${end} - ${start}) * (n - ${first}::bigint) / ${last - first + 1}::float8 AS at
              FROM generate_series(${first}::bigint, ${last}::bigint) n) days`.execute(db);
  await db.connection().execute(async (connection) => {
    await sql`SET maintenance_work_mem = '512MB'`.execute(connection);
    await sql`ALTER TABLE log.filled ADD PRIMARY KEY (position, received_at)`.execute(connection);
    await sql`CREATE INDEX ON log.filled (customer_id, "timestamp", position)`.execute(connection);
    await sql`CREATE INDEX ON log.filled (dedup)`.execute(connection);
  });
  await sql`
    DO $$
    DECLARE
      start timestamptz := (SELECT date_trunc('month', min(received_at) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' FROM log.filled);
      place text := 'event_' || to_char(start AT TIME ZONE 'UTC', 'YYYY_MM');
    BEGIN
      PERFORM log.ensure_partition(start);
      EXECUTE format('DROP TABLE log.%I', place);
      EXECUTE format('ALTER TABLE log.filled RENAME TO %I', place);
      EXECUTE format('ALTER TABLE log.event ATTACH PARTITION log.%I FOR VALUES FROM (%L) TO (%L)', place, start,
        (start AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    END $$`.execute(db);
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰欣怡子涵雨桐梓萱浩然宇轩诗琪晨曦思远佳慧文博雅婷俊熙',
];
const CITIES = ['北京', '上海', '广州', '深圳', '杭州', '成都', '武汉', '西安', '南京', '重庆'];
const ROADS = ['中山路', '人民路', '解放路', '建设路', '和平路', '长江路', '学院路', '文化路'];

/** Park and Miller, 1988. */
export function drawing(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647 || 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Everybody by an account, with a name, an e-mail address, mostly a phone, an address; as an import tells of them. */
export async function fillCustomers(platform: AppPlatform, customers: number, seed: number): Promise<void> {
  const { db, log, clock, vault, pepper } = platform;
  const parts = { db, log, clock, customers: createCustomerDirectory(db, vault, pepper) };
  const next = drawing(seed);
  const pick = (from: readonly string[]): string => from[next(from.length)] as string;
  const at = new Date(clock.now().getTime() - 86_400_000);
  for (let done = 0; done < customers; done += TOLD_AT_ONCE) {
    const people = Array.from({ length: Math.min(TOLD_AT_ONCE, customers - done) }, (_, index) => {
      const n = done + index + 1;
      const name = `${pick(SURNAMES)}${pick(GIVEN)}${next(5) === 0 ? '' : pick(GIVEN)}`;
      return {
        identifiers: [
          { kind: 'user_id', value: `user-${n}` },
          { kind: 'email', value: `${n.toString(36)}.${next(1e6).toString(36)}@example.com` },
          ...(next(10) < 8 ? [{ kind: 'phone', value: `+8613${String(n).padStart(9, '0')}` }] : []),
        ],
        traits: {
          name,
          address: { country: 'CN', city: pick(CITIES), street: `${pick(ROADS)}${next(999)}号` },
        },
        event: null,
        at,
        messageId: `filled-${n}`,
      };
    });
    await tell(parts, people, 'import');
  }
}

/** Of the person that comes first. */
export async function fillHeavy({ db }: AppPlatform, events: number): Promise<void> {
  await sql`
    INSERT INTO log.event (position, received_at, "timestamp", customer_id, source_id, type, origin, flags, depth, schema_version,
                           dedup, fingerprint, message_id, event, properties, context, personal)
    SELECT nextval('log.position'), now(), now() - n * interval '1 hour', 1, 1, 0, 0, 0, 0, 1, -n, n, gen_random_uuid()::text,
           'Product Viewed', '{"product_id":"P1","name":"商品 1","price":9.9,"currency":"CNY"}', '{}', NULL
      FROM generate_series(1, ${events}::bigint) n`.execute(db);
}
