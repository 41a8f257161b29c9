/**
 * What an event says of the device it came from. Pure. An app says so itself (`context.device`, `context.os`); a browser by its user agent,
 * which nobody has to write truly: it describes, and proves nothing.
 */
import bowser from 'bowser';
import type { Json, JsonObject } from '#platform/log';
import { DEVICE_KINDS } from './contract.ts';

export type Device = {
  kind: (typeof DEVICE_KINDS)[number];
  os: string | null;
  osVersion: string | null;
  browser: string | null;
  browserVersion: string | null;
  app: string | null;
  model: string | null;
  anonymousId: string | null;
};

/** `clear`, `personal`: the two halves of the event's context. Null: nothing is said, as by a server. */
export function deviceIn(clear: JsonObject, personal: JsonObject): Device | null {
  const inner = object(personal.context);
  const part = (name: string): JsonObject => ({ ...object(clear[name]), ...object(inner[name]) });
  const anonymousId = text(personal.anonymousId);
  const [device, os] = [part('device'), part('os')];
  if (text(device.model) || text(device.manufacturer) || text(os.name))
    return { ...appDevice(device, os, part('app')), anonymousId };
  const agent = text(inner.userAgent);
  const described = agent === null ? null : readOnce(agent, hintsIn(inner.userAgentData));
  return described && { ...described, anonymousId };
}

function appDevice(device: JsonObject, os: JsonObject, app: JsonObject): Omit<Device, 'anonymousId'> {
  const [maker, name] = [text(device.manufacturer), text(device.model)];
  const model =
    name && maker && !name.toLowerCase().startsWith(maker.toLowerCase())
      ? `${maker} ${name}`
      : (name ?? maker);
  return {
    kind: kindOf({ said: text(device.type), os: text(os.name), model }),
    os: text(os.name),
    osVersion: text(os.version),
    browser: null,
    browserVersion: null,
    app: text(app.name),
    model,
  };
}

function kindOf({ said, os, model }: Record<'said' | 'os' | 'model', string | null>): Device['kind'] {
  const known = DEVICE_KINDS.find((kind) => kind === said?.toLowerCase());
  if (known) return known;
  const words = [said, os, model].join(' ').toLowerCase();
  if (/ipad|tablet/.test(words)) return 'tablet';
  if (/\btv|tvos/.test(words)) return 'tv';
  if (/android|ios|iphone|harmony|mobile/.test(words)) return 'mobile';
  return /mac|windows|linux|desktop/.test(words) ? 'desktop' : 'unknown';
}

type Hints = {
  mobile: boolean;
  platform: string;
  model?: string;
  brands: { brand: string; version: string }[];
};

/** User-Agent Client Hints, as analytics.js sends them. */
function hintsIn(given: Json | undefined): Hints | undefined {
  const { brands, mobile, platform, model } = object(given);
  if (typeof platform !== 'string' || typeof mobile !== 'boolean') return undefined;
  return {
    mobile,
    platform,
    ...(typeof model === 'string' && model !== '' && { model }),
    brands: (Array.isArray(brands) ? brands : []).flatMap((entry) => {
      const { brand, version } = object(entry);
      return typeof brand === 'string' && typeof version === 'string' ? [{ brand, version }] : [];
    }),
  };
}

const LONGEST_AGENT = 512;
const REMEMBERED = 10_000;
const known = new Map<string, Omit<Device, 'anonymousId'> | null>();

/** Most browsers of a shop call themselves alike: what one says is read once. */
function readOnce(agent: string, hints: Hints | undefined): Omit<Device, 'anonymousId'> | null {
  const key = `${agent.slice(0, LONGEST_AGENT)}\0${hints ? JSON.stringify(hints) : ''}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= REMEMBERED) known.clear();
  const read = readAgent(agent.slice(0, LONGEST_AGENT), hints);
  known.set(key, read);
  return read;
}

function readAgent(agent: string, hints: Hints | undefined): Omit<Device, 'anonymousId'> | null {
  const { browser, os, platform } = bowser.parse(agent, hints);
  if (!browser.name && !os.name && !platform.type) return null;
  return {
    kind: DEVICE_KINDS.find((kind) => kind === platform.type) ?? 'unknown',
    os: text(os.name),
    // Browsers say what they said in 2020 (macOS 10.15, Windows 10), whatever runs below them.
    osVersion: ['macOS', 'Windows'].includes(os.name ?? '') ? null : text(os.version),
    browser: text(browser.name),
    browserVersion: text(browser.version?.split('.')[0]),
    app: null,
    model: hints?.model ?? text(platform.model),
  };
}

/** What tells one device from her others: not versions, which change under her. */
export const nameOf = ({ kind, os, browser, app, model, anonymousId }: Device): string =>
  [kind, os, browser, app, model, anonymousId].join('\0');

const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_AGENT) : null;
