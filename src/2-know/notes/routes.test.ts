import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditKept, someCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import { sql } from '#platform/postgres';
import { MOST_FILE_BYTES, MOST_FILES, MOST_NOTES, type NoteItem } from './contract.ts';
import { notesModule } from './module.ts';
import { NOTES_MIGRATIONS } from './testing.ts';

const own = someCustomers([NOTES_MIGRATIONS]);
const audit = auditKept();
const clock = fixedClock('2026-11-20T08:00:00Z');
const elsewhere = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
const READ = ['owner', 'agent', 'operations', 'developer'];
const WRITE = ['owner', 'agent', 'operations'];
let test: TestApp;
let ann: CustomerId;
let bea: CustomerId;
let cho: CustomerId;
const module = () => notesModule({ db: own.database.db, vault: own.vault, clock, audit });

beforeAll(async () => {
  test = await testApp(module().routes ?? []);
  [ann, bea, cho] = (await own.hear(
    ['ann', 'bea', 'cho'].map((value) => ({ name: { kind: 'user_id', value }, personal: { userId: value } })),
  )) as [CustomerId, CustomerId, CustomerId];
  await own.readUp();
});
afterAll(() => test.close());

const at = (id: number, rest: string) => `/api/customers/${id}/${rest}`;
const write = (text: string, more: object = {}, who: Caller = 'agent', id: number = ann) =>
  test.call(who, 'POST', at(id, 'notes'), { text, ...more });
const notes = async (query = '', who: Caller = 'agent', id: number = ann): Promise<NoteItem[]> =>
  (await test.call(who, 'GET', at(id, `notes${query}`))).json().items;
const texts = async (query = '', id: number = ann) =>
  (await notes(query, 'agent', id)).map(({ text }) => text);
const send = (bytes: Buffer, name = 'a.txt', who: Caller = 'agent', id: number = ann) =>
  test.call(who, 'POST', at(id, `files?name=${encodeURIComponent(name)}`), bytes);
const stored = async () => {
  const { rows } =
    await sql`SELECT note::text AS row FROM notes.note UNION ALL SELECT earlier::text FROM notes.earlier
    UNION ALL SELECT file::text FROM notes.file`.execute(own.database.db);
  return JSON.stringify(rows);
};
/** As Postgres writes bytes. */
const inHex = (text: string): string => Buffer.from(text).toString('hex');
const merge = (into: CustomerId | null, profile: CustomerId) =>
  sql`UPDATE customers.profile SET person_id = ${into} WHERE customer_id = ${profile}`.execute(
    own.database.db,
  );

describe('who may', () => {
  it('is told by role: nobody without a name, nobody who sees no personal values', async () => {
    const { id } = (await write('for roles')).json();
    const file = (await send(Buffer.from('for roles'))).json().id;
    const calls = [
      ['GET', 'notes', READ],
      ['POST', 'notes', WRITE, { text: 'x' }],
      ['PATCH', `notes/${id}`, WRITE, { pinned: false }],
      ['GET', `notes/${id}/earlier`, READ],
      ['GET', 'files', READ],
      ['POST', 'files', WRITE, Buffer.from('x')],
      ['GET', `files/${file}`, READ],
      ['DELETE', `files/${file}`, []],
      ['DELETE', `notes/${id}`, []],
    ] as const;
    for (const [method, rest, allowed, body] of calls) {
      expect((await test.call('anonymous', method, at(ann, rest), body)).statusCode).toBe(401);
      for (const role of ROLES.filter((one) => (method === 'DELETE' ? !WRITE.includes(one) : true))) {
        const want = (allowed as readonly string[]).includes(role) ? 200 : 403;
        expect(
          (await test.call(role, method, at(ann, rest), body)).statusCode,
          `${role} ${method} ${rest}`,
        ).toBe(want);
      }
    }
  });

  it('ends at the channels a caller is limited to, and at whose note it is', async () => {
    const { id } = (await write('only hers')).json();
    const file = (await send(Buffer.from('only hers'))).json().id;
    for (const [who, whom] of [
      [elsewhere, ann],
      ['agent', bea],
      ['agent', 999_999],
    ] as const) {
      expect((await test.call(who, 'PATCH', at(whom, `notes/${id}`), { text: 'x' })).statusCode).toBe(404);
      expect((await test.call(who, 'DELETE', at(whom, `notes/${id}`))).statusCode).toBe(404);
      expect((await test.call(who, 'GET', at(whom, `notes/${id}/earlier`))).statusCode).toBe(404);
      expect((await test.call(who, 'GET', at(whom, `files/${file}`))).statusCode).toBe(404);
      expect((await test.call(who, 'DELETE', at(whom, `files/${file}`))).statusCode).toBe(404);
    }
    expect((await write('x', {}, elsewhere)).statusCode).toBe(404);
    expect((await send(Buffer.from('x'), 'a', elsewhere)).statusCode).toBe(404);
    expect((await test.call(elsewhere, 'GET', at(ann, 'notes'))).statusCode).toBe(404);
    expect(await texts()).toContain('only hers');
  });
});

describe('a card number in a note', () => {
  it('is stored as its last four, and the author is told', async () => {
    const answer = await write('pays with 6212 3456 7890 1232, 12/27');
    expect(answer.headers['x-card-numbers-removed']).toBe('1');
    expect(answer.json().text).toBe('pays with •••• 1232, 12/27');
    const edited = await test.call('agent', 'PATCH', at(ann, `notes/${answer.json().id}`), {
      text: 'now 4111-1111-1111-1111',
    });
    expect(edited.json().text).toBe('now •••• 1111');
    await test.call('agent', 'DELETE', at(ann, `notes/${answer.json().id}`));
  });

  it('is none where the check digit fails', async () => {
    const answer = await write('order 4111111111111112');
    expect(answer.headers['x-card-numbers-removed']).toBeUndefined();
    expect(answer.json().text).toBe('order 4111111111111112');
    await test.call('agent', 'DELETE', at(ann, `notes/${answer.json().id}`));
  });
});

describe('a card number in the name of a file', () => {
  it.each([
    ['card 4111 1111 1111 1111.txt', 'card •••• 1111.txt'],
    // Without what cannot stand in a name, or cannot be seen, it is one again.
    ['4111\u200b1111:1111|1111.txt', '•••• 1111.txt'],
    ['银行卡６２１２３４５６７８９０１２３２', '银行卡•••• 1232.txt'],
  ])('is stored as its last four, and the author is told: %s', async (name, want) => {
    const kept = await send(Buffer.from('tea'), name);
    expect(kept.headers['x-card-numbers-removed']).toBe('1');
    expect(kept.json().name).toBe(want);
    const listed = (await test.call('agent', 'GET', at(ann, 'files'))).json().items;
    expect(listed[0].name).toBe(want);
    await test.call('agent', 'DELETE', at(ann, `files/${kept.json().id}`));
  });

  it('is none where the check digit fails', async () => {
    const kept = await send(Buffer.from('tea'), 'order 4111111111111112.txt');
    expect(kept.headers['x-card-numbers-removed']).toBeUndefined();
    expect(kept.json().name).toBe('order 4111111111111112.txt');
    await test.call('agent', 'DELETE', at(ann, `files/${kept.json().id}`));
  });
});

describe('a note', () => {
  it('is written, and sealed: neither tables nor the audit log hold its text', async () => {
    const note = (await write('canary prefers 龙井')).json();
    expect(note).toMatchObject({
      text: 'canary prefers 龙井',
      author_name: 'agent',
      edits: 0,
      pinned: false,
    });
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.note.write', object: `customer:${ann}` });
    expect(await stored()).not.toContain(inHex('canary'));
    expect(JSON.stringify(audit.entries)).not.toContain('canary');
  });

  it.each(['', '   ', 'a\0b', '\ud800', 'x'.repeat(10_001)])('is no text like %j', async (text) => {
    expect((await write(text)).statusCode).toBe(400);
  });

  it('that is edited tells what it said before, and by whom', async () => {
    const { id } = (await write('first')).json();
    clock.advance(60_000);
    await test.call('operations', 'PATCH', at(ann, `notes/${id}`), { text: 'second' });
    clock.advance(60_000);
    const third = (await test.call('owner', 'PATCH', at(ann, `notes/${id}`), { text: 'third' })).json();
    expect(third).toMatchObject({ text: 'third', author_name: 'agent', editor_name: 'owner', edits: 2 });
    // The same again is no edit.
    await test.call('owner', 'PATCH', at(ann, `notes/${id}`), { text: 'third' });
    const earlier = (await test.call('agent', 'GET', at(ann, `notes/${id}/earlier`))).json().items;
    expect(earlier).toMatchObject([
      { version: 2, text: 'second', by_name: 'operations' },
      { version: 1, text: 'first', by_name: 'agent' },
    ]);
    expect(earlier[1].until).toBe(earlier[0].from);
  });

  it('that is taken away is destroyed with what it said before; that there was one stays', async () => {
    const { id } = (await write('gone')).json();
    await test.call('agent', 'PATCH', at(ann, `notes/${id}`), { text: 'gone too' });
    expect((await test.call('agent', 'DELETE', at(ann, `notes/${id}`))).statusCode).toBe(200);
    expect((await test.call('agent', 'DELETE', at(ann, `notes/${id}`))).statusCode).toBe(404);
    expect(await texts()).not.toContain('gone too');
    const { rows } = await sql`SELECT sealed, removed_by, removed_at,
      (SELECT count(*)::int FROM notes.earlier e WHERE e.note_id = n.note_id) AS earlier FROM notes.note n WHERE note_id = ${id}`.execute(
      own.database.db,
    );
    expect(rows[0]).toMatchObject({ sealed: null, removed_by: 'staff:the-agent', earlier: 0 });
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.note.remove' });
  });

  it('stands first where it is pinned; pages skip none, and words are found in what is opened', async () => {
    for (const name of ['n1', 'n2', 'n3', 'n4']) {
      clock.advance(1000);
      await write(`${name} 茶`, { pinned: name === 'n2' }, 'agent', cho);
    }
    expect(await texts('', cho)).toEqual(['n2 茶', 'n4 茶', 'n3 茶', 'n1 茶']);
    const first = (await test.call('agent', 'GET', at(cho, 'notes?limit=3'))).json();
    expect(await texts(`?limit=3&after=${encodeURIComponent(first.next)}`, cho)).toEqual(['n1 茶']);
    expect(await texts('?q=N3', cho)).toEqual(['n3 茶']);
    expect(await texts('?q=%E8%8C%B6&limit=2', cho)).toHaveLength(2);
    expect(await texts('?pinned=true', cho)).toEqual(['n2 茶']);
    const csv = (await test.call('agent', 'GET', at(cho, 'notes?format=csv'))).body;
    expect(csv).toContain('n1 茶');
  });

  it('of one of two who became one is shown for both, and parts with them', async () => {
    await write('of bea', {}, 'agent', bea);
    await merge(cho, bea);
    expect(await texts('', cho)).toContain('of bea');
    await merge(null, bea);
    expect(await texts('', cho)).not.toContain('of bea');
    expect(await texts('', bea)).toEqual(['of bea']);
  });

  it(`is one of ${MOST_NOTES} at most`, async () => {
    await sql`INSERT INTO notes.note (customer_id, pinned, author, author_name, written_at)
      SELECT ${bea}, false, 'x', 'x', now() FROM generate_series(1, ${MOST_NOTES - 1})`.execute(
      own.database.db,
    );
    expect((await write('one more', {}, 'agent', bea)).json().code).toBe('notes_full');
    await sql`DELETE FROM notes.note WHERE author = 'x'`.execute(own.database.db);
  });
});

describe('a file', () => {
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('canary-bytes')]);

  it('is kept sealed, listed, and comes back as a download that no browser opens', async () => {
    const kept = await send(pdf, '../报价 单.pdf');
    expect(kept.json()).toMatchObject({ name: '报价 单.pdf', kind: 'pdf', size: pdf.length });
    const { id } = kept.json();
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.file.keep', detail: { kind: 'pdf' } });
    const table = await stored();
    expect(table).not.toContain(inHex('canary-bytes'));
    expect(table).not.toContain(inHex('报价'));
    const answer = await test.call('developer', 'GET', at(ann, `files/${id}`));
    expect(answer.rawPayload.equals(pdf)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="__ _.pdf"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%E5%8D%95.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    const listed = (await test.call('agent', 'GET', at(ann, 'files?q=%E6%8A%A5%E4%BB%B7'))).json().items;
    expect(listed.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  it('is refused where a browser might run it, whatever it is called', async () => {
    expect((await send(Buffer.from('<svg onload="alert(1)"/>'), 'a.png')).json().code).toBe(
      'file_kind_refused',
    );
    expect((await send(Buffer.from('<html>'), 'a.txt')).statusCode).toBe(415);
    expect((await send(Buffer.alloc(0), 'a.txt')).statusCode).toBe(415);
    expect((await send(Buffer.alloc(MOST_FILE_BYTES + 1, 'x'))).statusCode).toBe(413);
  });

  it('that is taken away is destroyed; that there was one stays', async () => {
    const { id } = (await send(pdf, 'gone.pdf')).json();
    expect((await test.call('agent', 'DELETE', at(ann, `files/${id}`))).statusCode).toBe(200);
    expect((await test.call('agent', 'GET', at(ann, `files/${id}`))).statusCode).toBe(404);
    expect((await test.call('agent', 'DELETE', at(ann, `files/${id}`))).statusCode).toBe(404);
    const { rows } =
      await sql`SELECT sealed, sealed_name, removed_by FROM notes.file WHERE file_id = ${id}`.execute(
        own.database.db,
      );
    expect(rows[0]).toEqual({ sealed: null, sealed_name: null, removed_by: 'staff:the-agent' });
  });

  it(`is one of ${MOST_FILES} of a person, also when many come at once`, async () => {
    const there = (await test.call('agent', 'GET', at(bea, 'files'))).json().items.length;
    await sql`INSERT INTO notes.file (customer_id, kind, size, author, author_name, added_at)
      SELECT ${bea}, 'text', 1, 'x', 'x', now() FROM generate_series(1, ${MOST_FILES - 2 - there})`.execute(
      own.database.db,
    );
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(Buffer.from('tea'), 'a', 'agent', bea)),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 409, 409]);
  });
});

describe('her file', () => {
  const fileOf = async (role: 'owner' | 'analyst', customer: CustomerId) => {
    const caller = { kind: 'api_key', id: '1', name: 'k', role, channels: null } as const;
    return JSON.stringify(await module().personalData?.export(own.database.db, customer, caller));
  };

  it('holds what was noted, what it said before, and files whole', async () => {
    const { id } = (await write('was', {}, 'agent', cho)).json();
    await test.call('agent', 'PATCH', at(cho, `notes/${id}`), { text: 'is' });
    await send(Buffer.from('the bytes'), 'bytes.txt', 'agent', cho);
    const file = await fileOf('owner', cho);
    expect(file).toContain('"note":"is"');
    expect(file).toContain('"earlier":[{"note":"was"');
    expect(file).toContain(`"file":"bytes.txt","kind":"text"`);
    expect(file).toContain(Buffer.from('the bytes').toString('base64'));
    expect(await fileOf('analyst', cho)).toBe('[]');
  });

  it('is empty once she was erased, and nothing can be written any more', async () => {
    await own.database.db.transaction().execute(async (tx) => {
      await module().personalData?.erase(tx, cho);
      await own.vault.destroy(tx, [cho]);
    });
    expect(await fileOf('owner', cho)).toBe('[]');
    const { rows } = await sql`SELECT 1 FROM notes.note WHERE customer_id = ${cho}
      UNION ALL SELECT 1 FROM notes.file WHERE customer_id = ${cho}`.execute(own.database.db);
    expect(rows).toEqual([]);
    expect((await write('x', {}, 'agent', cho)).json().code).toBe('customer_erased');
    expect((await send(Buffer.from('x'), 'a', 'agent', cho)).json().code).toBe('customer_erased');
  });
});
