/** An installation in which every page has something to show, some of it written by people who wish us ill. */
import { type Instance, until } from '../instance.ts';
import { ownerOf } from './console.ts';

export const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  '"><script>window.pwned=1</script>',
  'javascript:window.pwned=1',
  "';window.pwned=1;//",
  '{{constructor.constructor("window.pwned=1")()}}',
  '\u202Egnp.exe\u2066',
  '=HYPERLINK("http://evil.example","x")',
] as const;

export type Full = {
  source: string;
  event: number;
  rejected: string;
  writeKey: string;
  /** One of whom a hostile sender told, with an order; merged with another. */
  customer: string;
  order: string;
  /** With orders, a statement of its platform, and a month that was closed and changed since. */
  channel: string;
  product: string;
  closing: string;
  group: string;
  /** To a platform that does not answer, which was asked for something. */
  connection: string;
  /** One that was disconnected. */
  ended: string;
  /** Two that may be one person. */
  pair: string;
};

export async function aFullConsole(instance: Instance): Promise<Full> {
  const call = await caller(instance);
  const { id: source } = await call<{ id: string }>('/api/sources', { name: '官网 1', kind: 'web' });
  const { write_key: writeKey } = await call<{ write_key: string }>(`/api/sources/${source}/keys`, {
    kind: 'server',
  });
  await call('/api/sources', { name: HOSTILE[0], kind: 'server' });
  await call('/api/api-keys', { name: HOSTILE[1], role: 'developer', channels: null });
  await call('/api/staff/invitations', {
    email: 'wang@example.com',
    name: HOSTILE[0],
    role: 'agent',
    channels: null,
  });
  await call('/api/views', { page: 'events', name: HOSTILE[0], query: '?type=track', shared: true });
  const batch = [...ordinary(), ...HOSTILE.map(hostile), ...broken()];
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  await call('/v1/batch', { batch }, { authorization });
  const { id: channel } = await call<{ id: string }>('/api/channels', {
    name: HOSTILE[1],
    platform: 'own',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
  });
  await call(`/api/channels/${channel}/orders`, { orders: HOSTILE.map(hostileOrder) });
  const [customer, other] = await someCustomers(call);
  await call(`/api/customers/${customer}/tags`, { add: [HOSTILE[0]] });
  await call(`/api/customers/${customer}/merges`, { with: other });
  const group = await aGroup(call, customer, other);
  const { items: orders } = await call<{ items: { id: string }[] }>(`/api/orders?customer=${customer}`);
  const { items } = await call<{ items: { position: number }[] }>('/api/events?limit=1');
  const { items: products } = await call<{ items: { id: string }[] }>('/api/products?limit=1');
  const closing = await aClosing(call, channel);
  const connection = await aConnection(call);
  const ended = await anEndedConnection(call);
  const pair = await aPair(call, channel);
  await anAttribute(call, customer);
  const refused = await call<{ items: { id: string }[] }>('/api/rejected?limit=1');
  return {
    source,
    writeKey,
    event: items[0]?.position ?? 0,
    rejected: refused.items[0]?.id ?? '',
    customer,
    order: orders[0]?.id ?? '',
    channel,
    product: products[0]?.id ?? '',
    closing,
    group,
    connection,
    ended,
    pair,
  };
}

async function aConnection(call: Call): Promise<string> {
  const { id: channel_id } = await call<{ id: string }>('/api/channels', {
    name: HOSTILE[0],
    platform: 'woocommerce',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
  });
  const settings = {
    url: 'https://shop.invalid',
    consumer_key: 'ck_0123456789',
    consumer_secret: 'cs_0123456789',
  };
  const asked = { connector: 'woocommerce', channel_id, settings };
  const { id } = await call<{ id: string }>('/api/connections', asked);
  await call(`/api/connections/${id}/requests`, { act: 'cancel', order: HOSTILE[0] });
  return id;
}

async function anEndedConnection(call: Call): Promise<string> {
  const { id: channel_id } = await call<{ id: string }>('/api/channels', {
    name: HOSTILE[2],
    platform: 'shopify',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
  });
  const settings = {
    shop: 'nowhere.myshopify.com',
    client_id: '0123456789abcdef',
    client_secret: 'shpss_0123456789',
  };
  const asked = { connector: 'shopify', channel_id, settings };
  const { id } = await call<{ id: string }>('/api/connections', asked);
  await call(`/api/connections/${id}/disconnect`, {});
  return id;
}

/** Two who are called the same, live at the same place, and have the same end of a phone number. */
async function aPair(call: Call, channel: string): Promise<string> {
  const address = { street: '漕溪北路 88 号', city: '上海市' };
  const orders = ['+8613812345678', '+8613912345678'].map((phone, index) => ({
    ...hostileOrder(HOSTILE[0], 200 + index),
    customer: { email: `pair${index}@tea.example`, phone, traits: { name: '张伟', phone, address } },
  }));
  await call(`/api/channels/${channel}/orders`, { orders });
  const { items } = await until(
    () => call<{ items: { one: { id: string }; other: { id: string } }[] }>('/api/duplicates'),
    ({ items }) => items.length > 0,
  );
  return `${items[0]?.one.id}-${items[0]?.other.id}`;
}

/** In no section, with a title as hostile as it can be. */
async function anAttribute(call: Call, customer: string): Promise<void> {
  const options = [{ key: 'one', title: { en: HOSTILE[3], zh: HOSTILE[3] } }];
  const title = { en: HOSTILE[0], zh: HOSTILE[0] };
  await call('/api/attributes', { key: 'taste', type: 'choice', title, options });
  await call(`/api/customers/${customer}/attributes`, { values: { taste: 'one' } }, {}, 'PUT');
}

/** The platform has its own opinion of a day, and an order of October is learned of after October was closed. */
async function aClosing(call: Call, channel: string): Promise<string> {
  const listed = HOSTILE.map((number, index) => ({ number, amount: 2500 + index }));
  const days = [{ day: '2026-11-01', amount: 30_000, orders: listed }];
  await call(`/api/channels/${channel}/statements`, { days }, {}, 'PUT');
  const { id } = await call<{ id: string }>('/api/closings', { channel: Number(channel), month: '2026-10' });
  const late = { ...hostileOrder(HOSTILE[0], 90), placed_at: '2026-10-05T10:00:00Z' };
  await call(`/api/channels/${channel}/orders`, { orders: [late] });
  await until(
    () => call<{ orders: unknown[] }>(`/api/closings/${id}`),
    ({ orders }) => orders.length > 0,
  );
  return id;
}

/** Two that are listed: cards are made a moment after the events came. */
async function someCustomers(call: Call): Promise<[string, string]> {
  const { items } = await until(
    () => call<{ items: { id: string }[] }>(`/api/customers?query=${encodeURIComponent('1@tea.example')}`),
    ({ items }) => items.length > 0,
  );
  const all = await until(
    () => call<{ items: { id: string }[] }>('/api/customers?limit=200'),
    ({ items }) => items.length > 5,
  );
  const customer = items[0]?.id as string;
  return [customer, all.items.find(({ id }) => id !== customer)?.id as string];
}

/** What staff wrote of her, a file, and a group; each as hostile as they can be. */
async function aGroup(call: Call, customer: string, other: string): Promise<string> {
  await call(`/api/customers/${customer}/notes`, { text: HOSTILE.join('\n'), pinned: true });
  await call(`/api/customers/${customer}/notes`, { text: '喜欢龙井，下午再联系。' });
  await call(`/api/customers/${customer}/files?name=${encodeURIComponent(HOSTILE[5])}`, { tea: 1 });
  const member = { customer, role: 'head' };
  const { id } = await call<{ id: string }>('/api/groups', { kind: 'household', name: HOSTILE[0], member });
  await call(`/api/groups/${id}/members`, { customer: other, role: 'buyer', since: '2024-05-01' });
  await call('/api/groups', { kind: 'company', name: HOSTILE[1] });
  return id;
}

const hostileOrder = (text: string, index: number): object => ({
  platform_id: `H-${index}`,
  number: text,
  placed_at: '2026-11-01T10:00:00Z',
  customer: { email: `${index}@tea.example`, traits: { name: text, note: text, address: { city: text } } },
  details: { address: text },
  lines: [{ id: '1', product_id: text, title: text, quantity: 2, unit_price: '12.50' }],
  payments: [{ id: 'p', method: text, amount: 2500, at: '2026-11-01T10:00:00Z' }],
});

const ordinary = (): object[] =>
  Array.from({ length: 60 }, (_, index) => ({
    type: index % 7 === 0 ? 'page' : 'track',
    messageId: `ordinary-${index}`,
    userId: `user-${index % 9}`,
    ...(index % 7 === 0
      ? { name: 'Home' }
      : { event: index % 2 === 0 ? 'Product Viewed' : 'Order Completed' }),
    properties: { product_id: `sku-${index}`, price: 12.5 * index, currency: 'CNY' },
  }));

const hostile = (text: string, index: number): object => ({
  type: 'track',
  messageId: `hostile-${index}`,
  userId: text,
  event: text,
  properties: { [text]: text, note: text },
  context: { page: { title: text, url: text } },
});

const broken = (): object[] => [
  { type: 'track', messageId: 'broken-1', userId: 'user-1', event: '' },
  { type: 'nope', messageId: 'broken-2', userId: 'user-1' },
  { type: 'track', messageId: 'broken-3', userId: 'user-1', event: HOSTILE[0], properties: HOSTILE[1] },
];

export type Call = <T>(
  path: string,
  body?: object,
  headers?: Record<string, string>,
  method?: 'POST' | 'PUT',
) => Promise<T>;

/** As the owner, over the API. */
export async function caller(instance: Instance): Promise<Call> {
  let cookie = '';
  const call: Call = async (path, body, headers = {}, method = 'POST') => {
    const ask = (): Promise<Response> =>
      fetch(instance.url + path, {
        method: body ? method : 'GET',
        headers: {
          origin: instance.url,
          ...(cookie && { cookie }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    // A machine with much else to do says so, and is asked again.
    const response = await until(ask, ({ status }) => status !== 503);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    const set = response.headers.getSetCookie();
    if (set.length > 0) cookie = set.map((one) => one.split(';')[0]).join('; ');
    return JSON.parse(text || '{}') as never;
  };
  await call('/api/auth/sign-in/email', ownerOf(instance));
  return call;
}
