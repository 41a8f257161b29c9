/** Taobao and Tmall: the two reports of 千牛 (ExportOrderList, ExportOrderDetailList), in GBK, joined by 订单编号. */
import type { Preset } from '../preset.ts';
import { readTables, type Table } from '../tables.ts';

const ORDERS: Table = {
  kind: 'orders',
  columns: {
    order_number: ['订单编号', '主订单编号'],
    customer_id: ['买家会员名', '买家昵称'],
    total: ['买家应付货款', '总金额'],
    paid: ['买家实际支付金额'],
    shipping: ['买家应付邮费'],
    state: ['订单状态'],
    note: ['买家留言', '订单备注'],
    name: ['收货人姓名'],
    address: ['收货地址', '修改后的收货地址'],
    phone: ['联系手机', '联系电话'],
    placed_at: ['订单创建时间'],
    paid_at: ['订单付款时间'],
    completed_at: ['确认收货时间'],
    cancel_reason: ['订单关闭原因'],
    refunded: ['退款金额'],
    product_id: ['商品ID', '宝贝ID'],
    title: ['标题', '商品标题'],
    unit_price: ['价格', '商品价格'],
    quantity: ['购买数量'],
    sku: ['商家编码', '外部系统编号'],
    options: ['商品属性'],
    line_id: ['子订单编号'],
  },
  amend: (values, raw) => {
    // 总金额 holds postage and is what she was asked for; 买家应付货款 does not hold it.
    const total = raw.总金额?.trim();
    const isDetail = (values.title ?? '') !== '' && (values.quantity ?? '') !== '';
    // In the list of orders 宝贝标题 and 宝贝总数量 say all at once: lines come from the details.
    if (!isDetail)
      for (const name of ['title', 'quantity', 'sku', 'product_id', 'unit_price']) delete values[name];
    return { ...values, tax_included: 'yes', ...(total && { total }) };
  },
};

const channel = (name: string, platform: 'taobao' | 'tmall') =>
  ({ name, platform, currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' }) as const;

const preset = (name: 'taobao' | 'tmall', words: Preset['title']): Preset => ({
  name: `${name}-orders`,
  title: words,
  takes: {
    en: 'The list of orders, or a folder with it and the list of items (ExportOrderList, ExportOrderDetailList).',
    zh: '订单报表，或同时含订单报表与宝贝报表（ExportOrderList、ExportOrderDetailList）的文件夹。',
  },
  channel: channel(name === 'tmall' ? '天猫' : '淘宝', name),
  read: (path, into, options) => readTables(path, into, [ORDERS], options),
});

export const taobao = [
  preset('taobao', { en: 'Taobao orders', zh: '淘宝订单' }),
  preset('tmall', { en: 'Tmall orders', zh: '天猫订单' }),
];
