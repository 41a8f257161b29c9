/** Devices of a person: what is alike and was met under several anonymous ids is one line. */
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import type { DeviceItem, DevicesOf } from './contract.ts';
import { type Device, nameOf } from './device.ts';
import * as store from './store.ts';

export type ShowParts = Pick<Platform, 'db' | 'vault'>;

const MOST_SHOWN = 30;
const MOST_IDS = 20;

/** Throws `not_found`, also for customers the caller may not see. */
export async function devicesOfCustomer(
  { db, vault }: ShowParts,
  id: CustomerId,
  principal: Principal,
): Promise<DevicesOf> {
  const profiles = await profilesFor(db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const items = await alike({ db, vault }, profiles, seesPersonal(principal));
  return { items: items.slice(0, MOST_SHOWN), next: null };
}

/** For her file. */
export async function exportDevices(
  { vault }: Pick<ShowParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  principal: Principal,
): Promise<object[]> {
  return await alike({ db, vault }, [customer], seesPersonal(principal));
}

async function alike(
  { db, vault }: ShowParts,
  profiles: readonly CustomerId[],
  whole: boolean,
): Promise<DeviceItem[]> {
  const [rows, keys] = await Promise.all([store.devicesOf(db, profiles), vault.existingKeys(profiles)]);
  const known = rows.flatMap((row) => {
    const key = keys.get(row.customer_id);
    const plain = key ? open(key, row.sealed) : null;
    return plain ? [{ row, device: JSON.parse(plain.toString()) as Device }] : [];
  });
  return [...Map.groupBy(known, ({ device }) => nameOf({ ...device, anonymousId: null })).values()].map(
    (same) => itemOf(same, whole),
  );
}

type Known = { row: store.DeviceRow; device: Device };

/** Latest first. */
function itemOf(same: readonly Known[], whole: boolean): DeviceItem {
  const { device, row } = same[0] as Known;
  const ids = [...new Set(same.flatMap((one) => one.device.anonymousId ?? []))];
  return {
    kind: device.kind,
    os: device.os,
    os_version: device.osVersion,
    browser: device.browser,
    browser_version: device.browserVersion,
    app: device.app,
    model: device.model,
    first_seen: new Date(Math.min(...same.map((one) => one.row.first_seen.getTime()))).toISOString(),
    last_seen: row.last_seen.toISOString(),
    events: same.reduce((sum, one) => sum + one.row.events, 0),
    visitors: ids.length,
    anonymous_ids: whole ? ids.slice(0, MOST_IDS) : null,
  };
}
