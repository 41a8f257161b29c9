/**
 * What an installation can be told from outside, read once at start and validated before anything runs.
 * Environment variables and flags name the same things (`PORT`, `--port`); a flag wins. Secrets the product makes
 * for itself are not settings: they stand in the data directory, readable by its owner alone.
 */
import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const url = z.url({ protocol: /^https?$/ });

/** Every setting: its schema, its flag, and the line `--help` prints for it. */
export const SETTINGS = {
  PORT: { schema: port.default(3000), help: 'port of console, API and collection' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), help: 'address to listen on; 0.0.0.0 for all' },
  DATA_DIR: { schema: z.string().min(1).default('.data'), help: 'where everything is kept' },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    help: 'a PostgreSQL (15 or later) of your own instead of the embedded one',
  },
  CLICKHOUSE_URL: { schema: url.optional(), help: 'a ClickHouse of your own instead of the embedded one' },
  PUBLIC_URL: {
    schema: url.optional(),
    help: 'the address people reach this installation by, such as https://crm.example.com',
  },
  TRUSTED_PROXIES: {
    schema: z.string().default('').refine(areAddresses, 'not a list of addresses or CIDR ranges'),
    help: 'comma-separated addresses or CIDR ranges of proxies whose X-Forwarded-For is believed',
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    help: 'mail server, such as smtps://user:password@mail.example.com',
  },
  MAIL_FROM: { schema: z.string().optional(), help: 'sender of mails to staff' },
  BACKUP_TO: {
    schema: z.string().optional(),
    help: 'folder or s3://bucket/prefix that nightly backups go to',
  },
  BACKUP_KEY: {
    schema: z.string().min(16, 'needs 16 characters or more').optional(),
    help: 'what backups are sealed under; keep it elsewhere too, nothing opens them without it',
  },
  BACKUP_KEEP_DAYS: {
    schema: z.coerce.number().int().min(1).max(3650).default(14),
    help: 'how long backups are kept; the last two stay in any case',
  },
  S3_ENDPOINT: { schema: url.optional(), help: 'address of an S3-shaped store other than Amazon' },
  S3_REGION: { schema: z.string().min(1).default('us-east-1'), help: 'region of the store' },
  S3_ACCESS_KEY_ID: { schema: z.string().optional(), help: 'access key of the store' },
  S3_SECRET_ACCESS_KEY: { schema: z.string().optional(), help: 'secret access key of the store' },
  OIDC_ISSUER: { schema: url.optional(), help: 'OpenID Connect issuer for staff sign-in' },
  OIDC_CLIENT_ID: { schema: z.string().optional(), help: 'OpenID Connect client id' },
  OIDC_CLIENT_SECRET: { schema: z.string().optional(), help: 'OpenID Connect client secret' },
  SHOP_ZONE: {
    schema: z.string().refine(isZone, 'not an IANA time zone').default('Asia/Shanghai'),
    help: "the shop's IANA time zone",
  },
  SHOP_COUNTRY: {
    schema: z
      .string()
      .regex(/^[A-Z]{2}$/, 'not a country code')
      .default('CN'),
    help: 'the country (ISO 3166) whose telephone numbers come without a prefix',
  },
  SHOP_FRONT: {
    schema: z.enum(['on', 'off']).default('off'),
    help: 'whether the shop front is served under /shop; the sample shop always has it',
  },
  DISK_RESERVE_MB: {
    schema: z.coerce.number().int().min(64).default(512),
    help: 'free disk, in MB, below which new events are refused; imports and exports stop at four times as much',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    help: 'how much is logged',
  },
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = { readonly [K in SettingName]: z.output<(typeof SETTINGS)[K]['schema']> };

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads and validates. Throws `SettingsError` with one sentence per wrong setting. */
export function readSettings(
  env: Record<string, string | undefined>,
  flags: Partial<Record<SettingName, string>> = {},
): Settings {
  const wrong: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const given = flags[name as SettingName] ?? env[name];
    const parsed = schema.safeParse(given === '' ? undefined : given);
    if (parsed.success) values[name] = parsed.data;
    else
      wrong.push(
        `${name}: ${parsed.error.issues[0]?.message ?? 'not valid'} (${SETTINGS[name as SettingName].help})`,
      );
  }
  if (wrong.length > 0) throw new SettingsError(`These settings are not right:\n  ${wrong.join('\n  ')}`);
  const settings = values as Settings;
  return { ...settings, DATA_DIR: resolve(settings.DATA_DIR) };
}

/** `DATA_DIR` → `--data-dir`. */
export const flagOf = (name: SettingName): string => `--${name.toLowerCase().replaceAll('_', '-')}`;

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Empty, or like `127.0.0.1, 10.0.0.0/8`. */
function areAddresses(list: string): boolean {
  return list === '' || list.split(',').every((one) => isAddress(one.trim()));
}

function isAddress(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  if (family === 0 || bits === undefined) return family !== 0;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}
