/** A trade and a refund as TOP says them. Amounts are yuan, instants are those of China, long numbers stand as text. */
import { z } from 'zod';

const text = z.union([z.string(), z.number()]).transform(String);
const maybe = text.nullish().transform((value) => value ?? '');

const suborder = z.object({
  oid: text,
  num_iid: maybe,
  sku_id: maybe,
  outer_sku_id: maybe,
  outer_iid: maybe,
  title: maybe,
  price: text,
  num: z.coerce.number().int(),
  total_fee: maybe,
  divide_order_fee: maybe,
  part_mjz_discount: maybe,
  status: maybe,
  refund_id: maybe,
  refund_status: maybe,
});
export type Suborder = z.output<typeof suborder>;

export const trade = z.object({
  tid: text,
  status: z.string(),
  type: maybe,
  created: z.string(),
  modified: z.string(),
  pay_time: maybe,
  consign_time: maybe,
  end_time: maybe,
  payment: text,
  post_fee: maybe,
  step_trade_status: maybe,
  step_paid_fee: maybe,
  buyer_open_uid: maybe,
  buyer_nick: maybe,
  buyer_message: maybe,
  oaid: maybe,
  receiver_name: maybe,
  receiver_mobile: maybe,
  receiver_state: maybe,
  receiver_city: maybe,
  receiver_district: maybe,
  receiver_address: maybe,
  receiver_zip: maybe,
  orders: z.object({ order: z.array(suborder).min(1) }),
});
export type Trade = z.output<typeof trade>;

export const refund = z.object({
  refund_id: text,
  tid: text,
  oid: text,
  status: z.string(),
  refund_fee: text,
  created: z.string(),
  modified: z.string(),
  end_time: maybe,
  num: z.coerce.number().int().catch(0),
  has_good_return: z.union([z.boolean(), z.string()]).nullish(),
  reason: maybe,
});
export type TopRefund = z.output<typeof refund>;

export const TRADE_FIELDS = Object.keys(trade.shape).join(',');
export const REFUND_FIELDS = Object.keys(refund.shape).join(',');
