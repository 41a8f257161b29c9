/** The wizard's own way over HTTP: files in parts, a look, off they go in the engine, the refused rows back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';

let instance: Instance;
let key: string;
beforeAll(async () => {
  instance = await startInstance();
  ({ api_key: key } = await instance.regulars<{ api_key: string }>(
    'key',
    'create',
    '--api',
    '--role',
    'operations',
  ));
});
afterAll(() => instance?.stop());

const call = (path: string, init: RequestInit = {}) =>
  fetch(instance.url + path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
const put = (upload: string, name: string, at: number, part: string) =>
  call(`/api/imports/uploads/${upload}?name=${encodeURIComponent(name)}&at=${at}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: part,
  });

const TABLE = `单号,日期,会员手机,货品名称,数量,单价\nA1,2026-03-01 10:00,13800138000,绿茶,2,49.90\nA2,不是日期,13800138001,=cmd|'/c calc'!A1,1,30\n`;

type Import = {
  id: string;
  state: string;
  tables: Record<string, { rows_stored: number }>;
  rejected: number;
  resumable: boolean;
};

describe('the wizard', () => {
  it('guesses, shows, takes in, and gives the refused rows back', async () => {
    const { upload } = await post<{ upload: string }>('/api/imports/uploads', {});
    expect((await put(upload, '../up.csv', 0, 'x')).status).toBe(400);
    expect((await put(upload, 'sales.csv', 10, 'x')).status).toBe(409);
    const [first, second] = [TABLE.slice(0, 40), TABLE.slice(40)];
    const bytes = Buffer.byteLength(first);
    await put(upload, 'sales.csv', 0, first);
    // A part that is sent twice is there once.
    expect(await (await put(upload, 'sales.csv', bytes, second)).json()).toEqual({
      size: Buffer.byteLength(TABLE),
    });
    expect(await (await put(upload, 'sales.csv', bytes, second)).json()).toEqual({
      size: Buffer.byteLength(TABLE),
    });

    const seen = await post<{
      preset: string;
      mapping: Record<string, string>;
      checked: { rejected: { field: string }[] };
    }>('/api/imports/preview', { upload });
    expect(seen.preset).toBe('orders');
    expect(seen.mapping).toEqual({
      order_number: '单号',
      placed_at: '日期',
      phone: '会员手机',
      title: '货品名称',
      quantity: '数量',
      unit_price: '单价',
    });
    expect(seen.checked.rejected.map(({ field }) => field)).toEqual(['placed_at']);

    const { id } = await post<Import>('/api/imports', {
      upload,
      preset: 'orders',
      channel: '门店',
      mapping: seen.mapping,
    });
    const done = await finished(id);
    expect(done).toMatchObject({ state: 'done', rejected: 1, resumable: false });
    const orders = await (await call('/api/orders?q=A1')).json();
    expect(orders.items).toMatchObject([{ platform_id: 'A1', total: 9980, channel: { name: '门店' } }]);

    const file = await (
      await call(`/api/imports/${id}/rejected`, { headers: { 'accept-language': 'zh-CN' } })
    ).text();
    expect(file).toContain('日期或时间无效');
    expect(file).toContain(`'=cmd|`);
    expect(file).not.toMatch(/(^|,)=cmd/m);
  });

  it('is for those who run the shop', async () => {
    const { api_key: agent } = await instance.regulars<{ api_key: string }>(
      'key',
      'create',
      '--api',
      '--role',
      'agent',
    );
    const response = await fetch(`${instance.url}/api/imports`, {
      headers: { authorization: `Bearer ${agent}` },
    });
    expect(response.status).toBe(403);
  });
});

async function finished(id: string): Promise<Import> {
  for (let tries = 0; tries < 200; tries++) {
    const item = (await (await call(`/api/imports/${id}`)).json()) as Import;
    if (!['waiting', 'running'].includes(item.state)) return item;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`Import ${id} does not end.`);
}
