/**
 * A worker in a process of its own, for tests that kill it. Each thing sent is a line in a journal, appended when the receiver has it; between
 * that and its record some time passes, so that kills fall there too.
 */
import { appendFileSync } from 'node:fs';
import pino from 'pino';
import { systemClock } from '../../clock/index.ts';
import { connect } from '../../postgres/index.ts';
import { createVault } from '../../vault/index.ts';
import { type OutboxHandler, runOutbox } from '../index.ts';

const [connection, masterKey, journal] = process.argv.slice(2) as [string, string, string];
const database = connect(JSON.parse(connection));

const handler = (kind: string, atLeastOnce: boolean): OutboxHandler => ({
  kind,
  atLeastOnce,
  needsPublicUrl: false,
  lanes: 4,
  timeoutMs: 1000,
  send: async ({ key }) => {
    await new Promise((next) => setTimeout(next, 3));
    appendFileSync(journal, `${kind} ${key}\n`);
    await new Promise((next) => setTimeout(next, 3));
  },
});

process.stdout.write('up\n');
await runOutbox([handler('once', false), handler('again', true)], {
  database,
  vault: createVault(database.db, Buffer.from(masterKey, 'base64')),
  clock: systemClock,
  logger: pino({ level: 'silent' }),
  signal: new AbortController().signal,
  isReleased: async () => true,
  isReached: async () => true,
  pollMs: 50,
});
