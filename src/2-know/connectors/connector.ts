/**
 * A connector is data: how a platform is reached, what is read from it, what it says by itself, and what can be asked of it. What it fetches
 * is handed over in the words of the modules that keep it; when it is asked, how often it is tried again and where it is written is decided
 * elsewhere, once for all of them.
 */
import type { ProductRecord } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import type { ChannelPlatform } from '#know/channels/contract';
import type { Choice } from '#know/consent';
import type { tell } from '#know/customers';
import type { OrderRecord, ParcelRecord } from '#know/orders';
import type { ErrorCode } from '#platform/errors';
import type { Json } from '#platform/log';
import { ACT_NAMES, type ActRequest } from './contract.ts';
import type { Unreachable } from './unreachable.ts';

export type Words = { en: string; zh: string };

/** What staff type once to connect. Secrets are sealed, and never shown again. */
export type Field = {
  name: string;
  title: Words;
  hint?: Words;
  secret?: boolean;
  optional?: boolean;
  /** What it must look like; refused when somebody connects. */
  looks?: RegExp;
  /** Where nothing is entered we make one up: nobody but the platform and we need to know it. */
  made?: true;
};

export type Called = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
};
/** Headers in small letters. */
export type Answered = { status: number; headers: Readonly<Record<string, string>>; body: Buffer };

/** What a connector works with: its settings, and calls that go out by `platform/egress` and keep to the platform's limits. */
export type Reach = {
  settings: Readonly<Record<string, string>>;
  channel: ChannelRow;
  now(): Date;
  /**
   * Waits where the platform said to (429, Retry-After), and tries again what surely did not arrive. Throws `Unreachable`: for no answer, 401
   * and 403 (`connector_refused`), 429 beyond patience (`connector_limited`), 5xx. Any other status is an answer.
   */
  call(request: Called): Promise<Answered>;
  /** Lines of a file that fits in no memory. Throws `Unreachable` where it stops before its end. */
  lines(url: string): AsyncIterable<string>;
  /** A short wait that the platform asked for in its own words; a long one throws `Unreachable`, and the feed waits instead. */
  pause(ms: number): Promise<void>;
  /** A token: made once and kept in this process until it is too old or `forget` is called. */
  held<T>(name: string, make: () => Promise<{ value: T; until: Date }>): Promise<T>;
  forget(name: string): void;
};

/** What a connector throws where the platform is away, refuses, or says what nobody can read. */
export type { Unreachable };

/** `confirmed` only by the platform's own answer; `asked`: it took note and will say later. */
export type ActAnswer =
  | { state: 'confirmed'; reference: string | null }
  | { state: 'asked'; reference: string | null }
  | { state: 'refused'; reason: string };

export type Told = Parameters<typeof tell>[1][number];

/** What came, in the words of those who keep it. */
export type Fetched = {
  orders?: readonly OrderRecord[];
  products?: readonly ProductRecord[];
  told?: readonly Told[];
  /** What each of `told` said to being written to. */
  consents?: readonly (readonly Choice[])[];
  parcels?: readonly ParcelRecord[];
  /** What could not be taken in, and why: listed on the connector's page. */
  skipped?: readonly { what: string; id: string; code: ErrorCode }[];
  /** The shop has taken us away: the connection ends, and its keys are destroyed. */
  gone?: true;
  /** What came of acts that were only taken note of, by the reference that the platform gave. */
  answers?: readonly { reference: string; answer: ActAnswer }[];
};

/** `cursor`: where to go on, kept in the transaction that stores the page. `upTo`: everything before this instant has been read. */
export type Page = Fetched & {
  cursor: Json;
  more: boolean;
  upTo: Date | null;
  /** There is more, but not at once: the platform is still making a file. */
  afterSeconds?: number;
};

export const FEEDS = [
  'orders',
  'products',
  'customers',
  'refunds',
  'messages',
  'followers',
  'mentions',
] as const;
export type FeedName = (typeof FEEDS)[number];

/** Something that is asked for again and again; history first, then what changed since, with an overlap, so that lost webhooks are made good. */
export type Feed = {
  name: FeedName;
  title: Words;
  /** How long to wait once there is nothing more. */
  everySeconds: number;
  /**
   * One page; or, of what comes in one piece (a file of years), its pages as they are read. The cursor is kept after each, and the page is
   * read again where that did not happen.
   */
  read(reach: Reach, cursor: Json | null): Promise<Page> | AsyncIterable<Page>;
};

/** A call of the platform's to us, as it came: signatures are over the raw bytes. Names of headers in small letters. */
export type Delivery = {
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: Buffer;
};

/** What people enter at the platform all the same, because it takes it from nobody else. */
export type ByHand = {
  /** Where they find it there. */
  where: Words;
  /** Each has a field of its own, and gets our address. `topic`: as the platform calls it. */
  fields: readonly { topic: string; title: Words }[];
  /** The same for those who keep their app in a file. */
  file?(address: string): { title: Words; text: string };
};

export type Webhook = {
  /** In constant time. */
  isGenuine(delivery: Delivery, settings: Readonly<Record<string, string>>): boolean;
  /** The same delivery again has the same name. */
  nameOf(delivery: Delivery): string;
  /** What it is about, for the page (`orders/updated`); never a person. */
  topicOf?(delivery: Delivery): string;
  /**
   * Sees to it that the platform reports to this address: makes what is missing, switches on what was switched off. Throws `Unreachable`, with
   * `connector_refused` where the platform will not. Absent where it can be done by hand only.
   */
  subscribe?(reach: Reach, address: string): Promise<void>;
  /**
   * Takes back what leads to this address, and nothing else; what is gone already is no failure. Throws `Unreachable`, with `connector_refused`
   * where trying again leads to nothing.
   */
  unsubscribe?(reach: Reach, address: string): Promise<void>;
  /** What people have to do all the same. */
  byHand?: ByHand;
  /** Topics that the law gives no pause to; reading them asks the platform nothing. */
  evenPaused?: readonly string[];
  /** True: answered, and nothing to take in (a challenge, a ping). */
  isIdle?(delivery: Delivery): boolean;
  /** Later, in the engine: never while the platform waits. */
  read(delivery: Delivery, reach: Reach): Promise<Fetched>;
  /** What the platform wants to hear; nothing and 200 unless said (a challenge to be echoed, an XML text). */
  answer?(
    delivery: Delivery,
    settings: Readonly<Record<string, string>>,
  ): { type: string; body: string } | null;
};

export const ACTS = ACT_NAMES;
export type ActName = (typeof ACTS)[number];

/** `key`: the same at every attempt at one request, a UUID; for platforms that tell repetitions by one. */
export type Act<Name extends ActName> = (
  reach: Reach,
  request: Extract<ActRequest, { act: Name }>,
  key: string,
) => Promise<ActAnswer>;

/** What cannot be asked of a platform is not here, and is not offered. */
export type Acts = { [Name in ActName]?: Act<Name> };

export type Connector = {
  name: string;
  title: Words;
  platform: ChannelPlatform;
  /** What whoever connects must know: limits of what the platform gives. */
  notes: readonly Words[];
  fields: readonly Field[];
  /** Whether these settings work; throws `Unreachable` where not. Asked before a connection is made. */
  check?(reach: Reach): Promise<void>;
  feeds: readonly Feed[];
  webhook?: Webhook;
  acts: Acts;
  /** What staff put into the platform by hand, shown on the connection's page. `us`: the address we are reached by. */
  texts?(about: { us: string; connection: number }): readonly { title: Words; hint?: Words; text: string }[];
};
