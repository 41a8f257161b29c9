/** A shop's own tables, in any words: what each column is, is guessed. */
import type { KindName } from '../kinds/index.ts';
import { kindNamed } from '../kinds/index.ts';
import type { Mapping } from '../mapping.ts';
import type { Preset } from '../preset.ts';
import { readTables } from '../tables.ts';

/** Which columns become something known of her, or of the place. */
const traitsOf = (kind: KindName): 'all' | [] => (kind === 'customers' || kind === 'outside' ? 'all' : []);

/** As a person mapped it: what he left out stays out. */
export const ownTable = (kind: KindName, mapping: Mapping): Preset => ({
  ...own(kind),
  read: (path, channel, options) =>
    readTables(path, channel, [{ kind, columns: mapping, traits: traitsOf(kind) }], options),
});

const own = (kind: KindName): Preset => ({
  name: kind,
  title: kindNamed(kind).title,
  takes: {
    en: 'A table whose columns are called what they hold, in Chinese or English: CSV, TSV, XLSX or JSON lines.',
    zh: '列名能说明内容的表格（中文或英文）：CSV、TSV、XLSX 或 JSON Lines。',
  },
  channel: { name: 'Own shop', platform: 'own', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' },
  read: (path, channel, options) =>
    readTables(path, channel, [{ kind, columns: {}, guess: true, traits: traitsOf(kind) }], options),
});

export const ownOrders = own('orders');
export const ownCustomers = own('customers');
export const ownProducts = own('products');
export const ownDeliveries = own('deliveries');
export const ownOutside = own('outside');
