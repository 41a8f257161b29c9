import { describe, expect, it } from 'vitest';
import type { Principal, Role } from '#platform/http';
import { createEventLog } from '#platform/log';
import { readSettings } from '#platform/settings';
import { COMMANDS } from '../identity/commands.ts';
import { showCustomer } from '../page/show-customer.ts';
import { someCustomers } from '../testing.ts';
import { remembering } from '../traits/remember.ts';
import { keepingCards } from './keep-cards.ts';
import { type Asked, listCustomers } from './list-customers.ts';
import { renewCards } from './renew-cards.ts';

const own = someCustomers();
const log = createEventLog();
const asRole = (role: Role): Principal =>
  ({ kind: 'staff', id: 's1', name: 'Wei', role, channels: null }) as Principal;
const owner = asRole('owner');
const marketer = asRole('marketer');
const asked: Asked = { sort: '-active_at', limit: 50, format: 'json' };

const parts = () => ({
  db: own.database.db,
  log,
  vault: own.vault,
  pepper: own.pepper,
  settings: readSettings({}),
  bought: async () => new Map(),
  buyersOf: async () => [],
});

async function settle(): Promise<void> {
  await own.readUp();
  await own.readUp(remembering(own.vault));
  await own.readUp(keepingCards());
  while ((await renewCards(parts())) > 0);
}

const identify = (userId: string, traits: Record<string, string>) => ({
  name: { kind: 'user_id', value: userId },
  type: 'identify' as const,
  event: '',
  personal: { userId, traits },
});

const find = async (q: string, as = owner) =>
  (await listCustomers(parts(), { ...asked, q }, as)).items.map(({ name }) => name);

describe('a card', () => {
  it('is made of what was said, and found by parts of it', async () => {
    await own.hear([
      identify('u1', { name: '王小明', email: 'xiaoming@tea.example', phone: '13812345678' }),
      identify('u2', { name: '李晓明', email: 'li@cups.example' }),
      { name: { kind: 'anonymous_id', value: 'browser-1' }, personal: { anonymousId: 'browser-1' } },
    ]);
    await settle();
    const all = await listCustomers(parts(), asked, owner);
    expect(all.items.map(({ name }) => name).sort()).toEqual(['李晓明', '王小明']);
    expect(await find('明')).toHaveLength(2);
    expect(await find('小明')).toEqual(['王小明']);
    expect(await find('xiaoming@te')).toEqual(['王小明']);
    expect(await find('5678')).toEqual(['王小明']);
    expect(await find('u2')).toEqual(['李晓明']);
    expect(await find('nobody')).toEqual([]);
  });

  it('is masked for who plans campaigns, who finds by complete values only', async () => {
    expect(await find('小明', marketer)).toEqual([]);
    expect(await find('xiaoming@tea.exampl', marketer)).toEqual([]);
    const { items } = await listCustomers(parts(), { ...asked, q: 'XIAOMING@tea.example' }, marketer);
    expect(items).toMatchObject([
      { name: '王**', email: 'x***@tea.example', phone: '138****5678', personal: 'masked' },
    ]);
  });

  it('becomes one with another and two again, as people decide', async () => {
    const { items } = await listCustomers(parts(), asked, owner);
    const [one, other] = items.map(({ id }) => Number(id)).sort((a, b) => a - b) as [number, number];
    await own.command(COMMANDS.merge, one as never, { one, other, actor: 'staff:1' });
    await settle();
    expect((await listCustomers(parts(), asked, owner)).items).toMatchObject([{ id: `${one}`, profiles: 2 }]);
    const shown = await showCustomer(parts(), other as never, owner);
    expect(shown).toMatchObject({ id: `${one}`, profiles: [`${one}`, `${other}`] });
    const merge = shown?.merges[0];
    const position = await log.head(own.database.db);
    expect(merge).toMatchObject({ kind: null, actor: 'staff:1', undone_at: null });
    await own.command(COMMANDS.undo, one as never, { one, other, position, actor: 'staff:1' });
    await settle();
    expect((await listCustomers(parts(), asked, owner)).items).toHaveLength(2);
  });
});
