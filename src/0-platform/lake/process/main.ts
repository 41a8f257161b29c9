/**
 * The lake process: owns the embedded ClickHouse and answers on a Unix socket (and, where asked, on a loopback port).
 * Started by the supervisor; ends when its parent is gone, when told to, or when a statement can no longer be stopped.
 *
 *     node main.ts --data FOLDER --socket PATH [--port N]
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../clock/index.ts';
import { giveWay } from '../../scheduling/index.ts';
import { configuration } from './config.ts';
import { type Engine, openEngine } from './engine.ts';
import { hold } from './hold.ts';
import { serveHttp } from './http.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, socket: { type: 'string' }, port: { type: 'string' } },
});
const { data, socket } = values;
if (!data || !socket) throw new Error('--data and --socket are needed');

endWithParent();
// Analytics give way to collection; threads made from here on inherit it.
giveWay();
const engine = await open(data);
const servers = [serveHttp(engine), ...(values.port ? [serveHttp(engine)] : [])];
rmSync(socket, { force: true });
await Promise.all(
  servers.map(
    (server, index) =>
      new Promise<void>((done) =>
        index === 0 ? server.listen(socket, done) : server.listen(Number(values.port), '127.0.0.1', done),
      ),
  ),
);
chmodSync(socket, 0o600);
process.send?.('ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  for (const server of servers) server.close();
  await Promise.race([engine.close(), new Promise((done) => setTimeout(done, 3000))]);
  process.exit(0);
}

/** Opens the data; what cannot be read is set aside, once: the lake can be rebuilt. */
async function open(folder: string): Promise<Engine> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await hold(join(folder, 'holder')).catch((error: Error) => fail(error.message));
  const config = join(folder, 'config.xml');
  writeFileSync(config, configuration(), { mode: 0o600 });
  const path = join(folder, 'data');
  const hung = (): never => fail('A query could not be stopped; the lake starts anew.');
  try {
    return openEngine(path, config, hung);
  } catch (error) {
    const { message } = error as Error;
    if (!existsSync(path) || /memory|space|permission/i.test(message))
      return fail(`The lake could not be opened: ${message}`);
    const aside = join(folder, `unreadable-${systemClock.now().toISOString().replaceAll(':', '')}`);
    renameSync(path, aside);
    console.error(
      `The lake could not be opened and was moved to ${aside}; it is rebuilt from the log. ${message}`,
    );
    return openEngine(path, config, hung);
  }
}

function endWithParent(): void {
  if (process.channel) {
    process.once('disconnect', () => process.exit(0));
    return;
  }
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(0), 1000).unref();
}

function fail(message: string): never {
  console.error(message);
  process.exit(70);
}
