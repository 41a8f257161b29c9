/** Refusals about customers, orders, figures, imports and whatever else a shop has. */
import type { Entry } from './entry.ts';

export const SHOP = {
  preset_unknown: {
    status: 400,
    en: 'There is no kind of file called {name}: see `regulars import --presets`.',
    zh: '没有名为 {name} 的文件类型：请查看 `regulars import --presets`。',
  },
  file_missing: { status: 400, en: 'There is no such file.', zh: '文件不存在。' },
  import_value_missing: { status: 422, en: 'This value is missing.', zh: '缺少该值。' },
  import_number_invalid: { status: 422, en: 'This is not a number that can be used.', zh: '数值无效。' },
  import_currency_other: {
    status: 422,
    en: 'This order is in another currency than the channel.',
    zh: '该订单的币种与渠道不同。',
  },
  import_address_invalid: { status: 422, en: 'This is not an e-mail address.', zh: '邮箱地址无效。' },
  import_order_unknown: {
    status: 422,
    en: 'The channel has no order of this number.',
    zh: '该渠道没有此订单号。',
  },
  import_sheet_too_large: {
    status: 413,
    en: 'This workbook is too large to be unpacked: export it as CSV.',
    zh: '工作簿过大，请导出为 CSV。',
  },
  import_file_unreadable: {
    status: 422,
    en: 'This file cannot be read: it is damaged, or not what its name says.',
    zh: '无法读取该文件：文件已损坏，或与扩展名不符。',
  },
  import_file_kind: {
    status: 400,
    en: 'Only tables can be taken in: CSV, TSV, XLSX or JSON lines, also gzipped.',
    zh: '只能导入表格文件：CSV、TSV、XLSX 或 JSON Lines，也可为 gzip 压缩。',
  },
  upload_out_of_order: { status: 409, en: 'A part before this one is missing.', zh: '缺少此前的文件部分。' },
  upload_too_large: { status: 413, en: 'These files are too many or too large.', zh: '文件过多或过大。' },
  import_time_invalid: { status: 422, en: 'This is not a date or time.', zh: '日期或时间无效。' },
  currencies_mixed: {
    status: 409,
    en: 'Amounts of several currencies ({currencies}) cannot be added: choose a currency or a channel.',
    zh: '不同币种（{currencies}）的金额不能相加：请选择一种货币或一个渠道。',
  },
  metric_not_by: {
    status: 422,
    en: 'This figure cannot be told by {by}: not all of it belongs to a product.',
    zh: '该指标无法按 {by} 细分：并非全部金额都属于某个商品。',
  },
  month_not_over: {
    status: 422,
    en: 'This month is not over in the zone of its channel.',
    zh: '按该渠道所在时区，本月尚未结束。',
  },
  month_closed: { status: 409, en: 'This month is closed already.', zh: '该月份已结账。' },
  goods_gone: {
    status: 409,
    en: 'Something in this cart is not sold any more: look at it again.',
    zh: '购物车中有商品已下架，请重新查看。',
  },
  sold_out: {
    status: 409,
    en: 'There are not so many of it: {left} are left.',
    zh: '库存不足：仅剩 {left} 件。',
  },
  price_changed: {
    status: 409,
    en: 'Prices have changed: look at the cart again. Nothing was charged.',
    zh: '价格已变动，请重新查看购物车。未扣款。',
  },
  payment_declined: {
    status: 402,
    en: 'The card was declined. Nothing was charged, nothing was ordered.',
    zh: '银行卡被拒绝。未扣款，也未下单。',
  },
  checkout_reused: {
    status: 409,
    en: 'This checkout was already used for another cart.',
    zh: '该结算编号已用于另一购物车。',
  },
  orders_owned_elsewhere: {
    status: 409,
    en: 'Orders of this channel are kept by its platform: place them there.',
    zh: '该渠道的订单由其平台管理，请在平台下单。',
  },
} as const satisfies Record<string, Entry>;
