/**
 * `regulars simulate`: a lifelike shop, into files or into the instance that runs on the data directory. The simulator is a program of its own
 * outside the house; this file is the one place that knows where it stands, and all it gives it are an address and two keys.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { dataDirectory } from '../data-directory.ts';
import { Refusal } from '../refusal.ts';
import { readStatus } from '../status-file.ts';
import { onInstallation, type Shared, settingsOfInstallation, withPlatform } from './options.ts';

const SIMULATOR = fileURLToPath(new URL('../../../simulator/main.ts', import.meta.url));
const actor = { kind: 'system', name: 'command line' } as const;

type Options = Shared & { out?: string; live?: string; resume?: boolean; pictures?: boolean } & Record<
    'world' | 'seed' | 'customers' | 'from' | 'to',
    string | undefined
  >;

export const registerSimulate = (program: Command): Command =>
  onInstallation(program.command('simulate'))
    .description('a lifelike shop: into the running instance, or with --out into files')
    .option('--world <file>', 'small, shop, large, or the path of a world', 'small')
    .option('--seed <n>', 'the same seed makes the same shop', '1')
    .option('--customers <n>', 'another number of customers than the world has')
    .option('--from <date>', 'first day')
    .option('--to <date>', 'the day after the last one (default: today)')
    .option('--live <speed>', 'goes on, so many times as fast as real time (1 to 10000)')
    .option('--out <dir>', 'files in this folder, and nothing into an instance')
    .option('--resume', 'go on where the last run on this folder or instance ended')
    .option('--pictures', 'with --out: the products’ pictures too')
    .action(async (options: Options) => {
      const speed = options.live === undefined ? null : Number(options.live);
      if (speed !== null && !(speed >= 1 && speed <= 10_000))
        throw new Refusal('--live must be from 1 to 10000.', '--live 必须在 1 到 10000 之间。');
      if (speed !== null && options.out)
        throw new Refusal(
          '--live goes into an instance, not into files.',
          '--live 只能写入运行中的实例，不能写入文件。',
        );
      process.exitCode = options.out ? await run(options, options.out, {}) : await intoInstance(options);
    });

async function intoInstance(options: Options): Promise<number> {
  const directory = dataDirectory(settingsOfInstallation(options as Record<string, unknown>).DATA_DIR);
  const status = readStatus(directory);
  if (!status?.ready || status.processes.length === 0)
    throw new Refusal(
      'No instance runs on this data directory: start it, or say --out for files.',
      '此数据目录上没有运行中的实例：请先启动，或用 --out 写入文件。',
    );
  const keys = await withPlatform(options as Record<string, unknown>, async (platform) => {
    const { createKey, createSource, sourceIdByName } = await import('#know/sources');
    const about = {
      name: 'Simulator',
      kind: 'server' as const,
      allowed_events: null,
      clear_properties: [],
      allowed_origins: null,
    };
    const sourceId =
      (await sourceIdByName(platform.db, about.name)) ?? (await createSource(platform, actor, about));
    const { keyId, writeKey } = await createKey(platform, actor, { sourceId, kind: 'server' });
    const { id, apiKey } = await platform.auth.createApiKey({ name: 'simulator', role: 'developer' });
    return { sourceId, keyId, writeKey, id, apiKey };
  });
  try {
    return await run(options, join(directory.path, 'simulator'), {
      SIMULATE_URL: status.url,
      SIMULATE_WRITE_KEY: keys.writeKey,
      SIMULATE_API_KEY: keys.apiKey,
    });
  } finally {
    await withPlatform(options as Record<string, unknown>, async (platform) => {
      const { revokeKey } = await import('#know/sources');
      await revokeKey(platform, actor, keys);
      await platform.auth.revokeApiKey(keys.id);
    });
  }
}

/** Its exit code. */
function run(options: Options, folder: string, access: Record<string, string>): Promise<number> {
  const args = (['world', 'seed', 'customers', 'from', 'to', 'live'] as const).flatMap((name) =>
    options[name] === undefined ? [] : [`--${name}`, options[name]],
  );
  for (const name of ['resume', 'pictures', 'json'] as const) if (options[name]) args.push(`--${name}`);
  const child = spawn(process.execPath, [SIMULATOR, ...args, '--out', folder], {
    stdio: 'inherit',
    env: { ...process.env, ...access },
  });
  // Told to stop, it keeps its state first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done(code ?? 1));
  });
}
