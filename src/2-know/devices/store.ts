/** The only SQL of `know/devices`; schema `devices`. */
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

const MOST = 50;

export type DeviceCount = {
  customer: CustomerId;
  digest: string;
  first: Date;
  last: Date;
  events: number;
  sealed: Buffer;
};

/** Returns those who have a device that they did not have before. */
export async function countEvents(tx: Tx, counts: readonly DeviceCount[]): Promise<CustomerId[]> {
  if (counts.length === 0) return [];
  const of = <T>(value: (one: DeviceCount) => T): T[] => counts.map(value);
  const { rows } = await sql<{ customer_id: number; fresh: boolean }>`
    INSERT INTO devices.device AS d (customer_id, device, first_seen, last_seen, events, sealed)
    SELECT * FROM unnest(${of((c) => c.customer)}::bigint[], ${of((c) => c.digest)}::uuid[], ${of((c) => c.first)}::timestamptz[],
      ${of((c) => c.last)}::timestamptz[], ${of((c) => c.events)}::bigint[], ${of((c) => c.sealed)}::bytea[])
    ON CONFLICT (customer_id, device) DO UPDATE SET first_seen = least(d.first_seen, excluded.first_seen),
      last_seen = greatest(d.last_seen, excluded.last_seen), events = d.events + excluded.events,
      sealed = CASE WHEN excluded.last_seen >= d.last_seen THEN excluded.sealed ELSE d.sealed END
    RETURNING customer_id, xmax = 0 AS fresh`.execute(tx);
  return [...new Set(rows.filter(({ fresh }) => fresh).map((row) => customerId(row.customer_id)))];
}

/** Of each, those beyond the fifty that were used last. */
export async function forgetOldest(tx: Tx, customers: readonly CustomerId[]): Promise<void> {
  if (customers.length === 0) return;
  await sql`
    DELETE FROM devices.device d
     USING (SELECT customer_id, device, row_number() OVER (PARTITION BY customer_id ORDER BY last_seen DESC, device) AS place
              FROM devices.device WHERE customer_id = ANY(${customers}::bigint[])) o
     WHERE d.customer_id = o.customer_id AND d.device = o.device AND o.place > ${MOST}`.execute(tx);
}

export type DeviceRow = {
  customer_id: CustomerId;
  first_seen: Date;
  last_seen: Date;
  events: number;
  sealed: Buffer;
};

/** Those used last of several profiles. */
export async function devicesOf(db: Db, profiles: readonly CustomerId[]): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT customer_id, first_seen, last_seen, events, sealed FROM devices.device
     WHERE customer_id = ANY(${profiles}::bigint[]) ORDER BY last_seen DESC, device LIMIT 500`.execute(db);
  return rows;
}

export async function eraseDevices(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM devices.device WHERE customer_id = ${customer}`.execute(tx);
}
