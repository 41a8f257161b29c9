/** An order of JD, a refund of one that was called off, and a refund after sale, as JOS says them. */
import { z } from 'zod';

const text = z.union([z.string(), z.number()]).transform(String);
const maybe = text.nullish().transform((value) => value ?? '');

const item = z.object({
  skuId: text,
  outerSkuId: maybe,
  wareId: maybe,
  skuName: maybe,
  jdPrice: text,
  itemTotal: z.coerce.number().int(),
});
export type JdItem = z.output<typeof item>;

const coupon = z.object({ skuId: maybe, couponType: maybe, couponPrice: maybe });
export type JdCoupon = z.output<typeof coupon>;

const consignee = z.object({
  fullname: maybe,
  mobile: maybe,
  telephone: maybe,
  province: maybe,
  city: maybe,
  county: maybe,
  fullAddress: maybe,
});

export const jdOrder = z.object({
  orderId: text,
  orderState: z.string(),
  payType: maybe,
  orderPayment: text,
  balanceUsed: maybe,
  freightPrice: maybe,
  orderStartTime: z.string(),
  orderEndTime: maybe,
  paymentConfirmTime: maybe,
  modified: z.string(),
  orderRemark: maybe,
  pin: maybe,
  open_id_buyer: maybe,
  consigneeInfo: consignee.nullish(),
  itemInfoList: z.array(item).min(1),
  couponDetailList: z
    .array(coupon)
    .nullish()
    .transform((list) => list ?? []),
});
export type JdOrder = z.output<typeof jdOrder>;

export const ORDER_FIELDS = Object.keys(jdOrder.shape).join(',');

/** Of an order that was called off; `applyRefundSum` is in fen. */
export const cancelRefund = z.object({
  id: text,
  orderId: text,
  applyRefundSum: z.coerce.number().int(),
  status: z.coerce.number().int(),
  applyTime: maybe,
  checkTime: maybe,
});
export type CancelRefund = z.output<typeof cancelRefund>;

/** After sale; `refoundAmount`, as JD spells it, is in yuan. */
export const saleRefund = z.object({
  afsRefundId: text,
  status: z.coerce.number().int(),
  completeTime: maybe,
  refoundAmount: maybe,
  sameOrderServiceBill: z.object({
    serviceId: text,
    orderId: text,
    wareId: maybe,
    serviceCount: z.coerce.number().int().catch(0),
  }),
});
export type SaleRefund = z.output<typeof saleRefund>;
