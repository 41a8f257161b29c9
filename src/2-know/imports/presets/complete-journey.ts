/**
 * The Complete Journey (84.51°, 2017; CC0): a year of 2,469 households of a loyalty card. `sales_value` is what the shop received; what the
 * card and matched coupons took off the shelf price is said beside it. Lines of a basket stand together under its number.
 */
import { basename } from 'node:path';
import type { ChannelRow } from '#know/channels';
import { channelCustomer } from '#know/orders';
import { instantIn } from '../instant-in.ts';
import type { Batch, Preset, Rejected, Told } from '../preset.ts';
import { filesIn, rowsOf } from '../reading/rows-of.ts';
import { readTables, type Table } from '../tables.ts';

const named = (what: string): RegExp =>
  new RegExp(`^(dunnhumby_|completejourney_|cj_)?${what}\\.(csv|tsv|xlsx)(\\.gz)?$`, 'i');

const money = (text: string | undefined): number => Math.round(Number(text ?? 0) * 100) || 0;
const decimal = (cents: number): string => (cents / 100).toFixed(2);

const TABLES: readonly Table[] = [
  {
    kind: 'products',
    file: named('products'),
    columns: { product_id: 'product_id', brand: 'brand', supplier: 'manufacturer_id', title: 'product_type' },
    amend: (values, raw) => ({
      ...values,
      title: [raw.product_type || raw.product_category, raw.package_size].filter(Boolean).join(', '),
      category: [raw.department, raw.product_category].filter(Boolean).join('›'),
    }),
  },
  {
    kind: 'customers',
    file: named('demographics'),
    columns: { customer_id: 'household_id' },
    traits: 'all',
  },
  {
    kind: 'orders',
    file: named('transactions(_sample)?'),
    columns: {
      order_number: 'basket_id',
      customer_id: 'household_id',
      placed_at: 'transaction_timestamp',
      product_id: 'product_id',
      quantity: 'quantity',
    },
    amend: (values, raw) => {
      const off = money(raw.retail_disc) + money(raw.coupon_match_disc);
      return {
        ...values,
        line_amount: decimal(money(raw.sales_value) + off),
        line_discount: decimal(off),
        state: 'completed',
        tax_included: 'yes',
      };
    },
  },
];

export const completeJourney: Preset = {
  name: 'complete-journey',
  title: { en: 'The Complete Journey', zh: 'The Complete Journey 数据集' },
  takes: {
    en: 'The folder with transactions, products, demographics, campaigns and coupon redemptions.',
    zh: '含 transactions、products、demographics、campaigns、coupon_redemptions 的文件夹。',
  },
  channel: {
    name: 'Complete Journey',
    platform: 'store',
    currency: 'USD',
    zone: 'America/New_York',
    country: 'US',
  },
  async *read(path, channel, options): AsyncGenerator<Batch> {
    yield* readTables(path, channel, TABLES, options);
    const files = filesIn(path);
    for (const file of files.filter((one) => named('campaigns').test(basename(one))))
      yield* campaignsIn(file, channel);
    for (const file of files.filter((one) => named('coupon_redemptions').test(basename(one))))
      yield* redemptionsIn(file, channel);
  },
};

const household = (channel: ChannelRow, id: string) => [channelCustomer(channel, id)];

/** Which campaigns a household was in; the table says no dates, so it is something known of her and not something that happened. */
async function* campaignsIn(file: string, channel: ChannelRow): AsyncGenerator<Batch> {
  const campaigns = new Map<string, string[]>();
  const rejected: Rejected[] = [];
  let read = 0;
  for await (const { number, values } of rowsOf(file)) {
    read++;
    const { household_id: id = '', campaign_id: campaign = '' } = values;
    if (id === '' || campaign === '')
      rejected.push({
        file: basename(file),
        row: number,
        code: 'import_value_missing',
        field: 'household_id',
        raw: values,
      });
    else campaigns.set(id, [...(campaigns.get(id) ?? []), campaign]);
  }
  const told = [...campaigns].map(
    ([id, list]): Told => ({
      identifiers: household(channel, id),
      traits: { campaigns: list.slice(0, 100) },
      event: null,
      at: new Date('2017-01-01T05:00:00Z'),
      messageId: `campaigns:${channel.channel_id}:${id}:${list.length}`,
    }),
  );
  yield { told, rejected, read: { campaign_contacts: read } };
}

async function* redemptionsIn(file: string, channel: ChannelRow): AsyncGenerator<Batch> {
  let told: Told[] = [];
  let rejected: Rejected[] = [];
  for await (const { number, values } of rowsOf(file)) {
    const {
      household_id: id = '',
      coupon_upc: coupon = '',
      campaign_id: campaign = '',
      redemption_date: day = '',
    } = values;
    const at = instantIn(day, channel.zone);
    if (id === '' || !at)
      rejected.push({
        file: basename(file),
        row: number,
        code: at ? 'import_value_missing' : 'import_time_invalid',
        field: at ? 'household_id' : 'redemption_date',
        raw: values,
      });
    else
      told.push({
        identifiers: household(channel, id),
        traits: {},
        event: { name: 'Coupon Applied', properties: { coupon_id: coupon, campaign } },
        at,
        messageId: `coupon:${channel.channel_id}:${number}:${id}:${coupon}:${day}`,
      });
    if (told.length + rejected.length < 500) continue;
    yield { told, rejected, read: { coupon_redemptions: told.length + rejected.length } };
    [told, rejected] = [[], []];
  }
  yield { told, rejected, read: { coupon_redemptions: told.length + rejected.length } };
}
