/** Channels over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, listQuery, pageOf } from '#platform/lists/contract';

export const PLATFORMS = [
  'own',
  'shopify',
  'woocommerce',
  'taobao',
  'tmall',
  'jd',
  'store',
  'other',
] as const;
export type ChannelPlatform = (typeof PLATFORMS)[number];

/** Things of which either the platform or Regulars is the system of record. */
export const OWNED = [
  'orders',
  'stock',
  'prices',
  'discounts',
  'refunds',
  'fulfilment',
  'returns',
  'consent',
  'customers',
] as const;
export type Owned = (typeof OWNED)[number];

const owner = z.enum(['platform', 'regulars']);
export const owners = z.strictObject(
  Object.fromEntries(OWNED.map((thing) => [thing, owner])) as Record<Owned, typeof owner>,
);
export type Owners = z.output<typeof owners>;

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
/** ISO 4217, as far as this machine knows it. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const settings = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .refine((value) => !value.includes('\0')),
  platform: z.enum(PLATFORMS),
  currency: z.string().refine((code) => CURRENCIES.has(code), 'currency_unknown'),
  zone: z.string().max(60).refine(isZone, 'zone_unknown'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  owners,
  /** Percent of each sale that the platform keeps; three decimals. */
  fee_percent: z.number().min(0).max(100),
  /** Kept of each order, in minor units of the currency. */
  fee_fixed: z.number().int().min(0).max(1_000_000_000),
};

/** On a platform everything is the platform's; in a shop of one's own, Regulars'. */
export const ownersOn = (platform: ChannelPlatform): Owners =>
  Object.fromEntries(
    OWNED.map((thing) => [thing, platform === 'own' || platform === 'store' ? 'regulars' : 'platform']),
  ) as Owners;

export const newChannel = z.strictObject({
  name: settings.name,
  platform: settings.platform,
  currency: settings.currency,
  zone: settings.zone,
  country: settings.country.default(null),
  owners: owners.optional(),
  fee_percent: settings.fee_percent.default(0),
  fee_fixed: settings.fee_fixed.default(0),
});
export type NewChannel = z.output<typeof newChannel>;

/** What is not named stays as it is. Currency and zone stay for good: figures stand in them. */
export const channelChanges = z
  .strictObject({
    name: settings.name,
    country: settings.country,
    owners,
    fee_percent: settings.fee_percent,
    fee_fixed: settings.fee_fixed,
    closed: z.boolean(),
  })
  .partial();
export type ChannelChanges = z.output<typeof channelChanges>;

export const channelQuery = listQuery({
  sorts: ['id', 'name'],
  sort: 'name',
  filters: { platform: settings.platform, closed: flagFilter() },
});

export const channelItem = z.object({
  id: z.string(),
  name: z.string(),
  platform: settings.platform,
  currency: z.string(),
  zone: z.string(),
  country: z.string().nullable(),
  owners,
  fee_percent: z.number(),
  fee_fixed: z.number().int(),
  created_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
});
export type ChannelItem = z.output<typeof channelItem>;
export const channelPage = pageOf(channelItem);
export const channelParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
