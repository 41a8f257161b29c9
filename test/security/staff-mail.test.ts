/** Links to staff go by mail where a mail server is set: through the outbox, readable by nobody who reads the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookiesOf, type House, openHouse, PASSWORD } from './house.ts';

let house: House;
let cookie: string;
beforeAll(async () => {
  house = await openHouse({ SMTP_URL: 'smtp://mail.tea.example', PUBLIC_URL: 'https://crm.tea.example' });
  const owner = { email: 'owner@tea.example', name: 'Owner', role: 'owner', password: PASSWORD } as const;
  await house.platform.auth.createStaff(owner);
  cookie = cookiesOf(await house.signIn('owner@tea.example'));
});
afterAll(() => house?.close());

const post = async (url: string, payload: object): Promise<{ id: string; link: string; mailed: boolean }> =>
  (await house.send({ method: 'POST', url, headers: { cookie }, payload })).json();
const outbox = async () => (await house.platform.database.pool.query('SELECT * FROM outbox.message')).rows;

describe('a link to staff', () => {
  it('is put into the outbox with the invitation, and again with each reset', async () => {
    const invited = await post('/api/staff/invitations', {
      email: 'ann@tea.example',
      name: 'Ann',
      role: 'agent',
    });
    expect(invited).toMatchObject({
      mailed: true,
      link: expect.stringMatching(/^https:\/\/crm\.tea\.example\/accept#/),
    });
    const again = await post(`/api/staff/${invited.id}/reset`, {});
    expect(again.mailed).toBe(true);
    const rows = await outbox();
    expect(rows).toHaveLength(2);
    const kept = JSON.stringify(rows) + rows.map(({ sealed }) => sealed.toString('latin1')).join('');
    for (const { link } of [invited, again]) expect(kept).not.toContain(link.split('#')[1]);
    expect(kept).not.toContain('ann@tea.example');
  });

  it('is not written where the invitation is refused', async () => {
    const before = (await outbox()).length;
    await post('/api/staff/invitations', { email: 'ann@tea.example', name: 'Ann', role: 'agent' });
    expect(await outbox()).toHaveLength(before);
  });
});
