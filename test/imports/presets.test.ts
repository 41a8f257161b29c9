/** Exports as platforms write them, small: what each comes to is known beforehand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { aWorld, type Figures } from '../figures/world.ts';

let world: Figures;
let folder: string;
beforeAll(async () => {
  world = await aWorld();
  folder = mkdtempSync(join(tmpdir(), 'rg-presets-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.close();
});

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** The same again changes nothing. */
async function take(path: string, preset: string, channel: string) {
  const first = await world.take({ path, preset, channel });
  const before = await orders(channel);
  await world.take({ path, preset, channel });
  expect(await orders(channel)).toEqual(before);
  return { tables: first.tables, orders: before };
}

type Seen = {
  platform_id: string;
  state: string;
  payment: string;
  total: number;
  refunded: number;
  goods: number;
  country: string | null;
  placed_at: Date;
  lines: number;
};

async function orders(channel: string): Promise<Seen[]> {
  const { rows } = await world.database.pool.query<Seen>(
    `SELECT o.platform_id, o.state, o.payment, o.total, o.refunded, o.goods, o.country, o.placed_at,
            (SELECT count(*)::int FROM orders.line l WHERE l.order_id = o.order_id) AS lines
       FROM orders.order o JOIN channels.channel c USING (channel_id) WHERE c.name = $1 ORDER BY o.platform_id`,
    [channel],
  );
  return rows;
}

const SHOPIFY = `Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Shipping Name,Shipping City,Shipping Country,Phone,Cancelled at,Payment Method,Refunded Amount,Id
#1001,ann@example.com,paid,2026-03-01 10:00:05 -0500,fulfilled,2026-03-02 09:00:00 -0500,yes,USD,30.00,5.00,2.40,37.40,,0.00,Standard,2026-03-01 10:00:00 -0500,2,Green tea,10.00,,TEA-1,true,true,fulfilled,Ann Smith,Boston,US,+16175550123,,Shopify Payments,0.00,5001
#1001,ann@example.com,,,,,,,,,,,,,,2026-03-01 10:00:00 -0500,1,Cup,10.00,,CUP-1,true,true,fulfilled,,,,,,,,
#1002,bea@example.com,refunded,2026-03-02 10:00:05 -0500,unfulfilled,,no,USD,10.00,0.00,0.00,8.00,SPRING,2.00,Standard,2026-03-02 10:00:00 -0500,1,Green tea,10.00,,TEA-1,true,true,pending,Bea,Austin,US,,,Shopify Payments,8.00,5002
#1003,cy@example.com,voided,,unfulfilled,,no,USD,10.00,0.00,0.00,10.00,,0.00,Standard,2026-03-03 10:00:00 -0500,1,Green tea,10.00,,TEA-1,true,true,pending,Cy,Austin,US,,2026-03-03 11:00:00 -0500,manual,0.00,5003
`;

it('Shopify: orders whose rows stand together, with tax, discount, refund and a cancellation', async () => {
  const { tables, orders: seen } = await take(
    file('orders_export_1.csv', SHOPIFY),
    'shopify-orders',
    'US shop',
  );
  expect(tables.orders).toEqual({ rows_in: 3, rows_stored: 3, rows_rejected: 0 });
  expect(
    seen.map(({ platform_id, total, refunded, goods, state, lines }) => [
      platform_id,
      total,
      refunded,
      goods,
      state,
      lines,
    ]),
  ).toEqual([
    ['#1001', 3740, 0, 3, 'fulfilled', 2],
    ['#1002', 800, 800, 1, 'paid', 1],
    ['#1003', 1000, 0, 1, 'cancelled', 1],
  ]);
  expect(seen[0]?.placed_at.toISOString()).toBe('2026-03-01T15:00:00.000Z');
});

/** GB 18030 of these few characters, as Chinese programs on Windows write them. */
const gbk = (text: string): Buffer => {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const bytes = Buffer.from([high, low]);
      const character = decoder.decode(bytes);
      if (character.length === 1 && !table.has(character)) table.set(character, bytes);
    }
  return Buffer.concat(
    [...text].map((one) => (one < '\u0080' ? Buffer.from(one) : (table.get(one) as Buffer))),
  );
};

it('Taobao: two reports in GBK, one of orders and one of what was in them', async () => {
  const list = `订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝总数量,订单关闭原因,退款金额
="1234567890123456789",小茶,99.80,10.00,109.80,109.80,交易成功,放门口,张三,浙江省 杭州市 西湖区 文三路1号,'13812345678,2026-03-01 10:00:00,2026-03-01 10:05:00,绿茶,2,订单未关闭,0.00
="1234567890123456790",小李,49.90,0.00,49.90,0.00,交易关闭,,李四,北京市 朝阳区,'13912345678,2026-03-02 10:00:00,,绿茶,1,买家未付款,0.00
`;
  const items = `订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码
="1234567890123456789",绿茶,49.90,2,TEA-1,颜色:绿,,,交易成功,TEA-1
="1234567890123456790",绿茶,49.90,1,TEA-1,颜色:绿,,,交易关闭,TEA-1
`;
  file('taobao/ExportOrderList202603.csv', gbk(list));
  file('taobao/ExportOrderDetailList202603.csv', gbk(items));
  const { orders: seen } = await take(join(folder, 'taobao'), 'taobao-orders', '茶铺');
  expect(
    seen.map(({ platform_id, total, goods, state, payment, lines }) => [
      platform_id,
      total,
      goods,
      state,
      payment,
      lines,
    ]),
  ).toEqual([
    ['1234567890123456789', 10980, 2, 'completed', 'paid', 1],
    ['1234567890123456790', 4990, 1, 'cancelled', 'pending', 1],
  ]);
  expect(seen[0]?.placed_at.toISOString()).toBe('2026-03-01T02:00:00.000Z');
});

it('JD: a line in each row, the order said in all of them', async () => {
  const text = `订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,运费金额,付款确认时间,货号
280001,100012,绿茶,2,在线支付,2026-03-01 10:00:00,49.90,139.80,139.80,0,139.80,完成,SOP,jd_tea,王五,上海市浦东新区,138****5678,,10.00,2026-03-01 10:01:00,TEA-1
280001,100013,茶杯,1,在线支付,2026-03-01 10:00:00,30.00,139.80,139.80,0,139.80,完成,SOP,jd_tea,王五,上海市浦东新区,138****5678,,10.00,2026-03-01 10:01:00,CUP-1
280002,100012,绿茶,1,在线支付,2026-03-01 11:00:00,49.90,49.90,49.90,20.00,29.90,完成,SOP,jd_tea,王五,上海市浦东新区,138****5678,,0.00,2026-03-01 11:01:00,TEA-1
`;
  const { orders: seen } = await take(file('jd.csv', text), 'jd-orders', '京东店');
  expect(seen).toMatchObject([
    { platform_id: '280001', total: 13980, goods: 3, state: 'completed', payment: 'paid', lines: 2 },
    // 应付金额 is what her balance left to pay.
    { platform_id: '280002', total: 4990, goods: 1, state: 'completed', payment: 'paid', lines: 1 },
  ]);
});

describe('a shop’s own table, whatever its columns are called', () => {
  const zh = [
    ['某茶铺 2026年3月 销售明细'],
    ['单号', '日期', '会员手机', '货品名称', '数量', '单价', '金额'],
    ['A1', '2026年3月1日 10:00', '13800138000', '绿茶', '2', '49.9', '99.8'],
    ['A1', '2026年3月1日 10:00', '13800138000', '茶杯', '1', '30', '30'],
    ['A2', '不是日期', '13800138001', '绿茶', '1', '49.9', '49.9'],
  ];
  const expected = [{ platform_id: 'A1', total: 12980, goods: 3, lines: 2 }];

  it('in a workbook under a title', async () => {
    const path = join(folder, 'tea.xlsx');
    await writeExcelFile(zh.map((row) => row.map((value) => ({ value }))) as never).toFile(path);
    const { tables, orders: seen } = await take(path, 'orders', 'workbook');
    expect(seen).toMatchObject(expected);
    expect(tables.orders).toEqual({ rows_in: 2, rows_stored: 1, rows_rejected: 1 });
  });

  it.each([
    [
      'UTF-8 with a mark',
      Buffer.from(
        `\ufeff${zh
          .slice(1)
          .map((row) => row.join(','))
          .join('\r\n')}`,
      ),
      'own.csv',
    ],
    [
      'GBK',
      gbk(
        zh
          .slice(1)
          .map((row) => row.join(','))
          .join('\n'),
      ),
      'own-gbk.csv',
    ],
    [
      'UTF-16, with tabs',
      Buffer.from(
        `\ufeff${zh
          .slice(1)
          .map((row) => row.join('\t'))
          .join('\n')}`,
        'utf16le',
      ),
      'own.tsv',
    ],
    [
      'gzip',
      gzipSync(
        zh
          .slice(1)
          .map((row) => row.join(';'))
          .join('\n'),
      ),
      'own.csv.gz',
    ],
    [
      'JSON lines',
      Buffer.from(
        zh
          .slice(2)
          .map((row) =>
            JSON.stringify(Object.fromEntries(row.map((value, index) => [zh[1]?.[index], value]))),
          )
          .join('\n'),
      ),
      'own.jsonl',
    ],
  ])('in %s', async (name, bytes, path) => {
    const { orders: seen } = await take(file(`own/${path}`, bytes), 'orders', name);
    expect(seen).toMatchObject(expected);
  });

  it('in English with American dates and prices with signs', async () => {
    const text =
      'Order #,Date,Customer E-mail,Item,Qty,Unit Price,Order Total\n7,03/14/2026 3:05 PM,ann@example.com,Tea,2,"$1,049.50","$2,099.00"\n';
    const { orders: seen } = await take(file('us.csv', text), 'orders', 'in dollars');
    expect(seen).toMatchObject([{ platform_id: '7', total: 209900, goods: 2 }]);
    expect(seen[0]?.placed_at.toISOString()).toBe('2026-03-14T07:05:00.000Z');
  });
});

type Consent = { channel: string; state: string; method: string; chosen_at: Date };
async function consentsUnder(source: string): Promise<Consent[]> {
  const { rows } = await world.database.pool.query<Consent>(
    'SELECT channel, state, method, chosen_at FROM consent.choice WHERE source = $1 ORDER BY customer_id, choice_id',
    [source],
  );
  return rows;
}

describe('lists of contacts', () => {
  it('Klaviyo: consent with its time, and who must be left alone', async () => {
    const text = `Email,Klaviyo ID,First Name,Last Name,Phone Number,Country,Profile Created On,Email Marketing Consent,Email Marketing Consent Timestamp,SMS Marketing Consent,Email Suppressions,Favourite tea
ann@k.example,01A,Ann,Smith,+16175550123,United States,2025-01-01 00:00:00,SUBSCRIBED,2025-02-01 08:00:00,UNSUBSCRIBED,[],Sencha
bea@k.example,01B,Bea,,,,2025-01-01 00:00:00,NEVER_SUBSCRIBED,,,HARD_BOUNCE,
not an address,01C,,,,,,,,,,
`;
    const { tables } = await take(file('klaviyo.csv', text), 'klaviyo', 'Klaviyo');
    expect(tables.customers).toEqual({ rows_in: 3, rows_stored: 2, rows_rejected: 1 });
    expect(await consentsUnder('klaviyo.csv')).toEqual([
      { channel: 'email', state: 'granted', method: 'import', chosen_at: new Date('2025-02-01T08:00:00Z') },
      { channel: 'sms', state: 'withdrawn', method: 'import', chosen_at: new Date('2025-01-01T00:00:00Z') },
    ]);
    const { rows } = await world.database.pool.query('SELECT kind, reason FROM consent.suppression');
    expect(rows).toEqual([{ kind: 'email', reason: 'bounced' }]);
  });

  it('Mailchimp: what a list is, its file’s name says; a double opt-in is one', async () => {
    file(
      'mailchimp/subscribed_members.csv',
      'Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,LAST_CHANGED,EUID\nann@m.example,Ann,2025-01-01 08:00:00,2025-01-01 08:05:00,2025-03-01 00:00:00,e1\n',
    );
    file(
      'mailchimp/unsubscribed_members.csv',
      'Email Address,First Name,OPTIN_TIME,UNSUB_TIME,EUID\nbea@m.example,Bea,2025-01-01 08:00:00,2025-06-01 08:00:00,e2\n',
    );
    file(
      'mailchimp/cleaned_members.csv',
      'Email Address,First Name,OPTIN_TIME,CLEAN_TIME,EUID\ncy@m.example,Cy,2025-01-01 08:00:00,2025-06-01 08:00:00,e3\n',
    );
    const { tables } = await take(join(folder, 'mailchimp'), 'mailchimp', 'Mailchimp');
    expect(tables.customers?.rows_stored).toBe(3);
    expect(
      (await consentsUnder('subscribed_members.csv')).map(({ state, method }) => [state, method]),
    ).toEqual([
      ['granted', 'import'],
      ['granted', 'double_opt_in'],
    ]);
    expect((await consentsUnder('unsubscribed_members.csv')).at(-1)).toMatchObject({
      state: 'withdrawn',
      chosen_at: new Date('2025-06-01T08:00:00Z'),
    });
    expect(await consentsUnder('cleaned_members.csv')).toEqual([]);
  });

  it('Omnisend: by channel', async () => {
    file(
      'omni.csv',
      'Email,Phone,First name,Email status,Email status date,SMS status,SMS status date,Tags\nann@o.example,+447700900123,Ann,subscribed,2025-01-01 08:00:00,nonSubscribed,,"vip, tea"\n',
    );
    await take(join(folder, 'omni.csv'), 'omnisend', 'Omnisend');
    expect((await consentsUnder('omni.csv')).map(({ channel, state }) => [channel, state])).toEqual([
      ['email', 'granted'],
    ]);
  });
});

it('a till’s receipts of two stores, and their parcels', async () => {
  const receipts =
    '门店,小票号,交易时间,会员卡号,商品编码,商品名称,数量,单价,金额\n一店,1,2026-03-01 10:00,M1,TEA-1,绿茶,1,49.90,49.90\n二店,1,2026-03-01 10:00,,TEA-1,绿茶,2,49.90,99.80\n';
  const { orders: seen } = await take(file('till.csv', receipts), 'till-receipts', '门店');
  expect(seen.map(({ platform_id, total, state }) => [platform_id, total, state])).toEqual([
    ['一店-1', 4990, 'completed'],
    ['二店-1', 9980, 'completed'],
  ]);
  const parcels =
    '运单号,快递公司,订单号,揽收时间,签收时间,状态\nSF1,顺丰,一店-1,2026-03-01 18:00,2026-03-02 09:00,已签收\nSF2,顺丰,没有的单,2026-03-01 18:00,,运输中\n';
  const { tables } = await take(file('parcels.csv', parcels), 'courier-parcels', '门店');
  expect(tables.deliveries).toEqual({ rows_in: 2, rows_stored: 1, rows_rejected: 1 });
  const { rows } = await world.database.pool.query('SELECT tracking, delivered_at FROM orders.parcel');
  expect(rows).toEqual([{ tracking: 'SF1', delivered_at: new Date('2026-03-02T01:00:00Z') }]);
});

it('WooCommerce: products with their variations, by the shop’s own export', async () => {
  const text =
    'ID,Type,SKU,Name,Published,Description,Stock,Sale price,Regular price,Categories,Images,Parent\n10,variable,TEA,Green tea,1,Fine,,,,"Tea > Green tea, New",https://example.com/a.jpg,\n11,variation,TEA-50,Green tea - 50 g,1,,5,8.00,10.00,,,id:10\n12,variation,TEA-100,Green tea - 100 g,1,,7,,18.00,,,id:10\n';
  const { tables } = await take(file('wc-product-export.csv', text), 'woocommerce-products', 'Woo');
  expect(tables.products).toEqual({ rows_in: 1, rows_stored: 1, rows_rejected: 0 });
  const { rows } = await world.database.pool.query(
    `SELECT p.title, c.name AS category, (SELECT count(*)::int FROM catalog.variant v WHERE v.product_id = p.product_id) AS variants
       FROM catalog.product p JOIN catalog.category c USING (category_id) WHERE p.title = 'Green tea'`,
  );
  expect(rows).toEqual([{ title: 'Green tea', category: 'Green tea', variants: 2 }]);
});

it('Olist: items, freight and payments joined; a customer is one over her orders', async () => {
  const at = (name: string, text: string) => file(`olist/${name}`, text);
  at(
    'olist_customers_dataset.csv',
    'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\nc1,u1,01000,sao paulo,SP\nc2,u1,01000,sao paulo,SP\n',
  );
  at(
    'olist_orders_dataset.csv',
    'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\no1,c1,delivered,2018-01-01 10:00:00,2018-01-01 10:10:00,2018-01-02 10:00:00,2018-01-05 10:00:00,2018-01-10 00:00:00\no2,c2,canceled,2018-02-01 10:00:00,,,,2018-02-10 00:00:00\n',
  );
  at(
    'olist_order_items_dataset.csv',
    'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\no1,1,p1,s1,2018-01-03 00:00:00,50.00,8.50\no1,2,p1,s1,2018-01-03 00:00:00,50.00,8.50\n',
  );
  at(
    'olist_order_payments_dataset.csv',
    'order_id,payment_sequential,payment_type,payment_installments,payment_value\no1,1,credit_card,2,100.00\no1,2,voucher,1,17.00\n',
  );
  at('olist_products_dataset.csv', 'product_id,product_category_name\np1,beleza_saude\n');
  at(
    'product_category_name_translation.csv',
    'product_category_name,product_category_name_english\nbeleza_saude,health_beauty\n',
  );
  const { orders: seen } = await take(join(folder, 'olist'), 'olist', 'Olist');
  expect(
    seen.map(({ platform_id, total, state, payment, lines }) => [platform_id, total, state, payment, lines]),
  ).toEqual([
    ['o1', 11700, 'completed', 'paid', 2],
    ['o2', 0, 'cancelled', 'paid', 1],
  ]);
  const { rows } = await world.database.pool.query(
    "SELECT count(DISTINCT customer_id)::int AS people FROM orders.order o JOIN channels.channel c USING (channel_id) WHERE c.name = 'Olist'",
  );
  expect(rows).toEqual([{ people: 1 }]);
});
