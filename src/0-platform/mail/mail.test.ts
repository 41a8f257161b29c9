import { once } from 'node:events';
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { anOutbox, soon } from '../outbox/testing/index.ts';
import { readSettings } from '../settings/index.ts';
import { createMail, type Letter, smtpSender } from './index.ts';

const own = anOutbox();
const servers: (SMTPServer | Server)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(() => done(null)));
});

type Received = { from: string; to: string[]; raw: string };

/** A mail server on loopback that notes what it accepts. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, { envelope }, done) => {
      let raw = '';
      stream.on('data', (part: Buffer) => {
        raw += part.toString();
      });
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { port: (server.server.address() as { port: number }).port, received };
}

const settingsOf = (port: number, more: Record<string, string> = {}) =>
  readSettings({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    PUBLIC_URL: 'https://crm.tea.example',
    ...more,
  });

const letter: Letter = { to: 'ann@tea.example', subject: '邀请您加入茶舍', text: '安，您好：\n' };

async function write(settings: ReturnType<typeof settingsOf>, given = letter, key = 'link-1') {
  const mail = createMail({ outbox: own.outbox, settings });
  return await own.database.db.transaction().execute((tx) => mail.write(tx, key, given));
}

const sending = (settings: ReturnType<typeof settingsOf>, work: () => Promise<unknown>) =>
  own.whileSending([smtpSender(settings)], work);

const failure = async () => (await own.rows())[0]?.failure;

/** What became of one letter at a server that answers so. */
async function fateAt(options: SMTPServerOptions): Promise<[string | undefined, string | null | undefined]> {
  const settings = settingsOf((await mailServer(options)).port);
  await write(settings);
  await sending(settings, () => soon(async () => expect(await failure()).toBeTruthy()));
  return [(await own.states())[0], await failure()];
}

const refusal = (code: number) => Object.assign(new Error('no'), { responseCode: code });

describe('a letter to staff', () => {
  it('arrives once, whole, in both scripts, and says from whom', async () => {
    const { port, received } = await mailServer();
    const settings = settingsOf(port);
    expect(await write(settings)).toBe(true);
    expect(await write(settings)).toBe(false);
    await sending(settings, () => soon(async () => expect(await own.states()).toEqual(['sent'])));
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: 'no-reply@crm.tea.example', to: ['ann@tea.example'] });
    const [head = '', body = ''] = (received[0]?.raw ?? '').split('\r\n\r\n');
    expect(head).toContain('Message-ID: <link-1@crm.tea.example>');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(head).toMatch(/Subject: =\?UTF-8\?/);
    expect(Buffer.from(body, 'base64').toString()).toBe('安，您好：\n');
  });

  it('is not written where no mail server is set', async () => {
    expect(await write(readSettings({}))).toBe(false);
    expect(await own.rows()).toEqual([]);
  });

  it('waits until the public address was reached, and while egress is off', async () => {
    const { port, received } = await mailServer();
    const settings = settingsOf(port);
    own.gates.reached = false;
    await write(settings);
    await sending(settings, async () => {
      await new Promise((done) => setTimeout(done, 300));
      expect(await own.states()).toEqual(['queued']);
      own.gates.released = false;
      own.gates.reached = true;
      await new Promise((done) => setTimeout(done, 300));
      expect(received).toEqual([]);
      own.gates.released = true;
      await soon(() => expect(received).toHaveLength(1));
    });
  });

  it('stands in the outbox sealed', async () => {
    await write(settingsOf(1), { ...letter, text: 'https://crm.tea.example/accept#secret' });
    const [row] = await own.rows();
    expect(JSON.stringify(row) + row?.sealed?.toString('latin1')).not.toMatch(/secret|ann@/);
  });

  it.each(['ann@tea.example, eve@evil.example', 'ann@tea.example\r\nBcc: eve@evil.example'])(
    'goes to nobody whom its address smuggles in: %j',
    async (to) => {
      const { port, received } = await mailServer();
      const settings = settingsOf(port);
      await write(settings, { ...letter, to, subject: 'Hello\r\nBcc: eve@evil.example' });
      await sending(settings, () =>
        soon(async () => expect(await own.states()).not.toEqual(['queued'])).then(() => {}),
      );
      expect(received.flatMap((one) => one.to)).not.toContain('eve@evil.example');
      expect(received.map((one) => one.raw).join('')).not.toMatch(/^Bcc:/m);
    },
  );
});

describe('a mail server that', () => {
  it('knows no such mailbox: failed, not tried again', async () => {
    const fate = await fateAt({ onRcptTo: (_, __, done) => done(refusal(550)) });
    expect(fate).toEqual(['failed', 'SMTP 550']);
  });

  it('is busy: tried again', async () => {
    const fate = await fateAt({ onRcptTo: (_, __, done) => done(refusal(451)) });
    expect(fate).toEqual(['queued', 'SMTP 451']);
  });

  it('wants another password: tried again, for it is not the letter’s fault', async () => {
    const { port } = await mailServer({
      authOptional: false,
      authMethods: ['PLAIN'],
      onAuth: (_, __, done) => done(refusal(535)),
    });
    const settings = settingsOf(port, { SMTP_URL: `smtp://u:wrong@127.0.0.1:${port}` });
    await write(settings);
    await sending(settings, () => soon(async () => expect(await failure()).toBe('SMTP 535')));
    expect(await own.states()).toEqual(['queued']);
  });

  it('is not there: tried again', async () => {
    const { port } = await mailServer();
    for (const server of servers.splice(0)) await new Promise((done) => server.close(() => done(null)));
    const settings = settingsOf(port);
    await write(settings);
    await sending(settings, () => soon(async () => expect(await failure()).toBe('ESOCKET')));
    expect(await own.states()).toEqual(['queued']);
  });

  it('hangs up after it got the whole text: in doubt, and not sent twice', async () => {
    const { port, received } = await mailServer();
    let letters = 0;
    const between = createServer((client) => {
      const server = connectTo(port, '127.0.0.1');
      const drop = (socket: Socket) => socket.on('error', () => {});
      drop(client);
      drop(server);
      server.pipe(client);
      client.on('data', (part) => {
        server.write(part);
        if (!part.toString().endsWith('\r\n.\r\n')) return;
        letters++;
        server.unpipe(client);
        client.destroy();
      });
      client.on('close', () => server.end());
    });
    servers.push(between);
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const settings = settingsOf((between.address() as { port: number }).port);
    await write(settings);
    await sending(settings, () => soon(async () => expect(await own.states()).toEqual(['unknown'])));
    await soon(() => expect([letters, received.length]).toEqual([1, 1]));
  });
});
