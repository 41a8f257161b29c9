/** What a file seems to be, which of its columns is which field, and what came of its first rows: before anything is stored. */

import type { z } from 'zod';
import { allChannels, type ChannelRow, channelByName } from '#know/channels';
import { CATALOGUE, Problem } from '#platform/errors';
import type { Db } from '#platform/postgres';
import type { ImportPreview, previewBody } from './contract.ts';
import { KINDS, type KindName, kindNamed } from './kinds/index.ts';
import { guessKind, guessMapping, type Mapping } from './mapping.ts';
import type { Preset, Rejected } from './preset.ts';
import { PRESETS } from './presets/index.ts';
import { ownTable } from './presets/own-tables.ts';
import { filesIn, headOf } from './reading/rows-of.ts';
import type { Uploads } from './uploads.ts';

const ROWS_SHOWN = 20;
const ROWS_CHECKED = 300;

export const kindOf = (preset: string): KindName | null =>
  KINDS.find(({ name }) => name === preset)?.name ?? null;

/** A shop's own table as a person mapped it, or the preset of that name. Throws `preset_unknown`. */
export function presetFor(name: string, mapping?: Mapping | null): Preset {
  const kind = kindOf(name);
  if (kind && mapping) return ownTable(kind, mapping);
  const preset = PRESETS.find((one) => one.name === name);
  if (!preset) throw new Problem('preset_unknown', { params: { name } });
  return preset;
}

export async function previewImport(
  parts: { db: Db; uploads: Uploads },
  { upload, preset: asked, mapping: given }: z.output<typeof previewBody>,
): Promise<ImportPreview> {
  const path = parts.uploads.pathOf(upload);
  const [first] = filesIn(path);
  if (first === undefined) throw new Problem('file_missing');
  const { columns, rows } = await headOf(first, ROWS_SHOWN);
  const name = asked ?? guessPreset(columns);
  const kind = kindOf(name);
  const mapping = kind ? (given ?? guessMapping(kind, columns, rows)) : {};
  const preset = presetFor(name, kind ? mapping : null);
  return {
    files: parts.uploads.filesOf(upload),
    preset: name,
    columns,
    rows: rows.map(({ values }) => values),
    fields: kind
      ? kindNamed(kind).fields.map((field) => ({
          name: field.name,
          title: field.title,
          needed: kindNamed(kind).needed.includes(field.name),
        }))
      : [],
    mapping,
    checked: await checked(preset, path, await channelFor(parts.db, preset)),
  };
}

/** Platforms' exports are told by a column that only they have. */
const TOLD_BY: readonly (readonly [preset: string, columns: readonly string[]])[] = [
  ['shopify-orders', ['Lineitem name', 'Financial Status']],
  ['shopify-customers', ['Accepts Email Marketing']],
  ['shopify-customers', ['Accepts Marketing', 'Total Spent']],
  ['shopify-products', ['Handle', 'Variant Price']],
  ['woocommerce-products', ['Regular price', 'Sale price', 'Parent']],
  ['woocommerce-orders', ['Order Number', 'Order Total Amount']],
  ['taobao-orders', ['买家会员名']],
  ['jd-orders', ['京东价', '订单号']],
  ['klaviyo', ['Email Marketing Consent']],
  ['klaviyo', ['Klaviyo ID']],
  ['mailchimp', ['LEID', 'EUID']],
  ['omnisend', ['Email status', 'SMS status']],
  ['till-receipts', ['小票号']],
  ['online-retail', ['StockCode', 'InvoiceDate']],
  ['complete-journey', ['basket_id', 'household_id']],
];

const guessPreset = (columns: readonly string[]): string =>
  TOLD_BY.find(([, told]) => told.every((column) => columns.includes(column)))?.[0] ??
  guessKind(columns) ??
  'orders';

async function channelFor(db: Db, preset: Preset): Promise<ChannelRow> {
  const known = (await channelByName(db, preset.channel.name)) ?? (await allChannels(db))[0];
  return { ...(known as ChannelRow), channel_id: 0 as never, ...preset.channel };
}

async function checked(preset: Preset, path: string, channel: ChannelRow): Promise<ImportPreview['checked']> {
  const tables: Record<string, number> = {};
  const rejected: Rejected[] = [];
  for await (const batch of preset.read(path, channel, { most: ROWS_CHECKED })) {
    for (const [table, rows] of Object.entries(batch.read)) {
      tables[table] = (tables[table] ?? 0) + rows;
    }
    rejected.push(...(batch.rejected ?? []));
  }
  return {
    tables,
    rejected: rejected.slice(0, 20).map(({ row, field, code }) => {
      const { en, zh } = CATALOGUE[code];
      return { row, field, message: { en, zh } };
    }),
  };
}
