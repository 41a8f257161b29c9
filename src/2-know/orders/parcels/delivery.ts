/** How an order's delivery stands, from what couriers told of its parcels. Pure. */
import type { ParcelShown } from '../contract.ts';
import type { ParcelRow } from './store.ts';

type ParcelState = ParcelShown['state'];

/** A parcel that failed and arrived all the same arrived. */
export function parcelState(
  { shipped_at, delivered_at, promised_at, failure }: Omit<ParcelRow, 'tracking' | 'courier'>,
  now: Date,
): ParcelState {
  if (delivered_at) return 'delivered';
  if (failure) return 'failed';
  if (promised_at && promised_at < now) return 'late';
  return shipped_at ? 'on_the_way' : 'waiting';
}

export const parcelShown = (row: ParcelRow, now: Date, mayFollow: boolean): ParcelShown => ({
  courier: row.courier,
  tracking: mayFollow ? row.tracking : null,
  state: parcelState(row, now),
  shipped_at: row.shipped_at?.toISOString() ?? null,
  delivered_at: row.delivered_at?.toISOString() ?? null,
  promised_at: row.promised_at?.toISOString() ?? null,
  failure: row.failure,
});

/** What needs somebody first; `delivered` once all are. Null: nobody told of a parcel. */
export function deliveryOf(states: readonly ParcelState[]): ParcelState | null {
  const first = (['failed', 'late', 'on_the_way', 'waiting'] as const).find((state) =>
    states.includes(state),
  );
  return first ?? (states.length > 0 ? 'delivered' : null);
}
