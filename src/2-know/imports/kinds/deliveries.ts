/** Parcels as couriers list them: which order, when it was fetched and when it was handed over. */
import { createHash } from 'node:crypto';
import { instantIn } from '../instant-in.ts';
import type { Batch, Rejected } from '../preset.ts';
import { type Field, type Filled, type Kind, refused, type Setting } from './kind.ts';
import { clean } from './values.ts';

const AT_ONCE = 500;

const field = (name: string, en: string, zh: string, called: string): Field => ({
  name,
  title: { en, zh },
  called: called.split('|').filter((one) => one !== ''),
});

export const deliveries: Kind = {
  name: 'deliveries',
  title: { en: 'Deliveries', zh: '物流' },
  fields: [
    field(
      'tracking_number',
      'Tracking number',
      '运单号',
      'tracking number|tracking no|waybill|waybill no|awb|shipment id|运单号|物流单号|快递单号|运单编号',
    ),
    field('courier', 'Courier', '承运商', 'courier|carrier|shipping company|物流公司|快递公司|承运商'),
    field(
      'order_number',
      'Order number',
      '订单号',
      'order number|order id|order no|reference|customer reference|订单号|订单编号|客户单号|商家订单号',
    ),
    field('state', 'State', '状态', 'status|state|tracking status|状态|物流状态|运单状态'),
    field(
      'shipped_at',
      'Fetched at',
      '揽收时间',
      'shipped at|picked up at|pickup time|ship date|揽收时间|发货时间|收件时间',
    ),
    field(
      'delivered_at',
      'Handed over at',
      '签收时间',
      'delivered at|delivery date|delivered|签收时间|派送成功时间|妥投时间',
    ),
    field('promised_at', 'Promised for', '预计送达', 'estimated delivery|promised|eta|预计送达时间|预计送达'),
    field('failure', 'What went wrong', '异常原因', 'failure|exception|异常原因|问题件原因|退回原因'),
  ],
  needed: ['tracking_number', 'order_number'],
  async *batches(rows, setting): AsyncGenerator<Batch> {
    let parcels: NonNullable<Batch['parcels']>[number][] = [];
    let rejected: Rejected[] = [];
    let read = 0;
    for await (const row of rows) {
      read++;
      const found = parcelOf(row, setting);
      if ('code' in found) rejected.push(found);
      else parcels.push(found);
      if (read < AT_ONCE) continue;
      yield { parcels, rejected, read: { deliveries: read } };
      [parcels, rejected, read] = [[], [], 0];
    }
    if (read > 0) yield { parcels, rejected, read: { deliveries: read } };
  },
};

function parcelOf(row: Filled, setting: Setting): NonNullable<Batch['parcels']>[number] | Rejected {
  const text = (name: string): string => clean(row.values[name], 200);
  for (const name of ['tracking_number', 'order_number'])
    if (text(name) === '') return refused(row, 'import_value_missing', name);
  const at: Record<string, Date | null> = {};
  for (const name of ['shipped_at', 'delivered_at', 'promised_at']) {
    const instant = instantIn(text(name), setting.channel.zone, setting.dayOrder);
    if (instant === null && text(name) !== '') return refused(row, 'import_time_invalid', name);
    at[name] = instant;
  }
  const parcel = {
    orderNumber: text('order_number'),
    tracking: text('tracking_number'),
    courier: text('courier'),
    shippedAt: at.shipped_at ?? null,
    deliveredAt: at.delivered_at ?? null,
    promisedAt: at.promised_at ?? null,
    failure: text('failure') || null,
  };
  return {
    ...parcel,
    file: row.file,
    row: row.row,
    digest: createHash('sha256').update(JSON.stringify(parcel)).digest('hex').slice(0, 40),
  };
}
