/** `regulars key`: write keys for sources, API keys for programs. They work on a running installation at once. */
import type { Command } from 'commander';
import type { SourceGrant } from '#know/sources';
import { ROLES, type Role } from '#platform/http';
import type { SourceId } from '#platform/ids';
import type { AppPlatform } from '../platform.ts';
import { Refusal } from '../refusal.ts';
import { onInstallation, say, withPlatform } from './options.ts';

const actor = { kind: 'system', name: 'command line' } as const;

type Options = {
  kind?: string;
  source?: string;
  api?: boolean;
  role?: string;
  name?: string;
  json?: boolean;
};

export function registerKey(program: Command): Command {
  const key = program.command('key').description('make keys');
  onInstallation(key.command('create').description('make a write key for a source, or with --api an API key'))
    .option('--kind <kind>', 'server or browser')
    .option('--source <name>', 'name of the source; made where it is missing')
    .option('--api', 'an API key instead')
    .option('--role <role>', `role of the API key: ${ROLES.join(', ')}`)
    .option('--name <name>', 'name of the API key', 'command line')
    .action((options: Options) =>
      withPlatform(options as Record<string, unknown>, (platform) =>
        options.api ? apiKey(platform, options) : writeKey(platform, options),
      ),
    );
  return key;
}

async function apiKey(platform: AppPlatform, options: Options): Promise<void> {
  if (!ROLES.includes(options.role as Role))
    throw new Refusal(
      `--role must be one of ${ROLES.join(', ')}.`,
      `--role 必须是 ${ROLES.join('、')} 之一。`,
    );
  const { id, apiKey: made } = await platform.auth.createApiKey({
    name: options.name ?? 'command line',
    role: options.role as Role,
  });
  say(options, { id, api_key: made }, made);
}

async function writeKey(platform: AppPlatform, options: Options): Promise<void> {
  if (options.kind !== 'server' && options.kind !== 'browser')
    throw new Refusal('--kind must be server or browser.', '--kind 必须是 server 或 browser。');
  const kind: SourceGrant['keyKind'] = options.kind;
  const { createKey } = await import('#know/sources');
  const sourceId = await sourceNamed(
    platform,
    options.source ?? (kind === 'browser' ? 'Website' : 'Server'),
    kind,
  );
  const { keyId, writeKey: made } = await createKey(platform, actor, { sourceId, kind });
  say(options, { id: String(keyId), source_id: sourceId, write_key: made }, made);
}

async function sourceNamed(
  platform: AppPlatform,
  name: string,
  kind: SourceGrant['keyKind'],
): Promise<SourceId> {
  const { createSource, sourceIdByName } = await import('#know/sources');
  const known = await sourceIdByName(platform.db, name);
  if (known) return known;
  return await createSource(platform, actor, {
    name,
    kind: kind === 'browser' ? 'web' : 'server',
    allowed_events: null,
    clear_properties: [],
    allowed_origins: null,
  });
}
