/** What couriers tell of an order's parcels: fetched, handed over. Each is said once in the log. */
import { PARCEL_EVENTS } from '#events/parcels';
import type { ChannelRow } from '#know/channels';
import { HOUSE } from '#platform/ids';
import type { NewEvent, Origin } from '#platform/log';
import type { Platform } from '#platform/module';
import * as store from './store.ts';

export type ParcelRecord = {
  /** As the channel calls the order. */
  orderNumber: string;
  tracking: string;
  courier: string;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  promisedAt: Date | null;
  failure: string | null;
  /** Of what was told. */
  digest: string;
};

/** Returns the parcels of orders that the channel does not have. */
export async function recordParcels(
  { db, log, clock }: Pick<Platform, 'db' | 'log' | 'clock'>,
  channel: ChannelRow,
  parcels: readonly ParcelRecord[],
  origin: Origin,
): Promise<ParcelRecord[]> {
  const latest = [...new Map(parcels.map((one) => [`${one.orderNumber}\0${one.tracking}`, one])).values()];
  return await db.transaction().execute(async (tx) => {
    const orders = await store.ordersNumbered(
      tx,
      channel.channel_id,
      latest.map((one) => one.orderNumber),
    );
    const known = latest.flatMap((parcel) => {
      const whose = orders.get(parcel.orderNumber);
      return whose ? [{ ...whose, parcel }] : [];
    });
    if (known.length > 0) {
      await store.saveParcels(tx, known);
      await log.append(
        tx,
        known.flatMap((one) => eventsOf(one, channel, origin, clock.now())),
      );
    }
    return parcels.filter(({ orderNumber }) => !orders.has(orderNumber));
  });
}

function eventsOf(
  { parcel, customerId, orderId }: store.StoredParcel,
  channel: ChannelRow,
  origin: Origin,
  now: Date,
): NewEvent[] {
  const told = [
    [PARCEL_EVENTS.shipped, parcel.shippedAt],
    [PARCEL_EVENTS.delivered, parcel.deliveredAt],
  ] as const;
  return told.flatMap(([event, at]) =>
    at === null
      ? []
      : [
          {
            sourceId: HOUSE,
            messageId: `parcel:${orderId}:${parcel.tracking}:${event}:${at.getTime()}`,
            type: 'track' as const,
            event,
            customerId,
            origin,
            timestamp: at,
            receivedAt: now,
            properties: JSON.stringify({
              channel_id: channel.channel_id,
              order: orderId,
              order_id: parcel.orderNumber,
              tracking: parcel.tracking,
              courier: parcel.courier,
              promised_at: parcel.promisedAt?.getTime() ?? null,
            }),
            context: '{}',
            personal: null,
            fingerprint: parcel.digest.slice(0, 16),
            flags: 0,
            causedBy: null,
            depth: 0,
            schemaVersion: 1,
          },
        ],
  );
}
