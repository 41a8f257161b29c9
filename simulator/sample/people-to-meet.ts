/**
 * Some people and a bad batch that are there in every sample shop, at days that are counted from today: somebody who buys tea each month and is
 * late, a couple who were one customer by mistake of two tills, and a serum that began to leak.
 */
import type { Product } from '../catalogue/product.ts';
import type { Instance } from '../send/instance.ts';

export type Stage = { channel: string; products: readonly Product[]; now: Date };
type Person = { id: string; name: string; email: string; phone: string; city: string; street: string };
type Bought = {
  person: Person;
  number: string;
  daysAgo: number;
  product: Product;
  quantity?: number;
  refunded?: string;
};

const DAY = 86_400_000;
const MONTHS = 12;
/** Of the regular: she comes every 30 days, and was last here 44 days ago. */
const EVERY_DAYS = 30;
const LAST_DAYS_AGO = 44;

const MONTHLY: Person = {
  id: 'sample-monthly',
  name: '林晓梅',
  email: 'lin.xiaomei@sample.example',
  phone: '+8613800000101',
  city: '杭州',
  street: '文三路 88 号',
};
const WIFE: Person = {
  id: 'sample-couple-1',
  name: '周婷',
  email: 'zhou.ting@sample.example',
  phone: '+8613800000201',
  city: '成都',
  street: '锦里东路 12 号',
};
const HUSBAND: Person = {
  ...WIFE,
  id: 'sample-couple-2',
  name: '陈志远',
  email: 'chen.zhiyuan@sample.example',
  phone: '+8613800000202',
};
const BATCH_BUYERS = ['赵一鸣', '钱多多', '孙美琪', '李国强', '吴倩', '郑海洋', '王小波', '冯雨晴'];
const SAYS = ['瓶口漏液，盒子都湿了', '泵头坏了，漏了一半', '批次 L2611，瓶盖裂开'];

export async function tellPeople(instance: Instance, stage: Stage): Promise<void> {
  const bought = [...monthly(stage), ...couple(stage), ...badBatch(stage)];
  const orders = bought.map((one) => givenOrder(one, stage.now));
  await instance.api('POST', `/api/channels/${stage.channel}/orders`, { origin: 'import', orders });
  await introduce(instance);
}

function monthly({ products }: Stage): Bought[] {
  const tea = onShelf(products, 'tea');
  return Array.from({ length: MONTHS }, (_, month) => ({
    person: MONTHLY,
    number: `S-M${month + 1}`,
    daysAgo: LAST_DAYS_AGO + EVERY_DAYS * month,
    product: tea[0] as Product,
    quantity: 2,
  }));
}

function couple({ products }: Stage): Bought[] {
  const [pot, coffee] = [onShelf(products, 'tableware'), onShelf(products, 'coffee')];
  return [
    { person: WIFE, number: 'S-C1', daysAgo: 120, product: pot[0] as Product },
    { person: HUSBAND, number: 'S-C2', daysAgo: 95, product: coffee[0] as Product },
    { person: WIFE, number: 'S-C3', daysAgo: 40, product: coffee[1] as Product },
    { person: HUSBAND, number: 'S-C4', daysAgo: 12, product: coffee[0] as Product, quantity: 3 },
  ];
}

/** Sold in the last week; the first bottles have come back. */
function badBatch({ products }: Stage): Bought[] {
  const serum = onShelf(products, 'skincare')[0] as Product;
  return BATCH_BUYERS.map((name, index) => ({
    person: {
      id: `sample-batch-${index}`,
      name,
      email: `batch.${index}@sample.example`,
      phone: `+86138000003${String(index).padStart(2, '0')}`,
      city: '上海',
      street: `延安路 ${index + 1} 号`,
    },
    number: `S-B${index + 1}`,
    daysAgo: 7 - index * 0.7,
    product: serum,
    ...(index < 5 && { refunded: SAYS[index % SAYS.length] as string }),
  }));
}

const onShelf = (products: readonly Product[], shelf: string): Product[] =>
  products.filter((product) => product.shelf === shelf);

function givenOrder({ person, number, daysAgo, product, quantity = 1, refunded }: Bought, now: Date): object {
  const at = new Date(now.getTime() - daysAgo * DAY).toISOString();
  const back = new Date(now.getTime() - Math.max(0.1, daysAgo - 2) * DAY).toISOString();
  const [variant] = product.variants;
  const price = variant?.price ?? 0;
  return {
    platform_id: number,
    placed_at: at,
    updated_at: refunded ? back : at,
    customer: { user_id: person.id, email: person.email, phone: person.phone, traits: { name: person.name } },
    details: { name: person.name, address: { city: person.city, street: person.street } },
    lines: [
      {
        id: '1',
        product_id: product.id,
        variant_id: variant?.sku,
        sku: variant?.sku,
        title: product.name.zh,
        quantity,
        unit_price: (price / 100).toFixed(2),
      },
    ],
    payments: [{ id: '1', method: 'wechat', amount: price * quantity, at }],
    refunds: refunded
      ? [
          {
            id: '1',
            at: back,
            amount: price,
            reason: refunded,
            lines: [{ line: '1', quantity: 1, amount: price }],
          },
        ]
      : [],
    fulfilment: daysAgo > 3 ? 'fulfilled' : 'unfulfilled',
    country: 'CN',
  };
}

type Found = { items: { customer_id: number }[] };
type Kept = { items: unknown[] };

/** Told once: who was introduced has her note already. */
async function introduce(instance: Instance): Promise<void> {
  const [regular, wife, husband] = await Promise.all(
    [MONTHLY, WIFE, HUSBAND].map((one) => numberOf(instance, one)),
  );
  const { items } = await instance.api<Kept>('GET', `/api/customers/${regular}/notes?limit=1`);
  if (items.length > 0) return;
  await instance.api('POST', `/api/customers/${regular}/tags`, { add: ['每月茶客'] });
  await instance.api('POST', `/api/customers/${wife}/merges`, { with: husband });
  await instance.api('POST', `/api/customers/${regular}/notes`, {
    text: '每月买两罐茶，一年没断过。这个月还没来。 / Two tins of tea each month for a year. This month she has not come yet.',
    pinned: true,
  });
}

async function numberOf(instance: Instance, { id, name }: Person): Promise<string> {
  const { items } = await instance.api<Found>('GET', `/api/customers/find?kind=user_id&value=${id}`);
  const [first] = items;
  if (!first) throw new Error(`${name} is not known.`);
  return String(first.customer_id);
}
