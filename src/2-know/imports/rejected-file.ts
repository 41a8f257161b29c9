/** Refused rows as a file: with the reason in front, and otherwise as they were, so that they can be put right and taken in again. */
import { Readable } from 'node:stream';
import { CATALOGUE, type Locale } from '#platform/errors';
import { csvLine } from '#platform/lists';
import type { Platform } from '#platform/module';
import { open } from '#platform/vault';
import { keyOfImport } from './run-import.ts';
import * as store from './store.ts';

export async function rejectedFile(
  { db, vault }: Pick<Platform, 'db' | 'vault'>,
  id: number,
  locale: Locale,
): Promise<Readable> {
  const subject = keyOfImport(id);
  const key = (await vault.existingKeys([subject])).get(subject);
  const rows = (await store.rejectedOf(db, id)).map((row) => {
    const plain = key && row.sealed ? open(key, row.sealed) : null;
    return { ...row, raw: plain ? (JSON.parse(plain.toString()) as Record<string, string>) : {} };
  });
  const columns = [...new Set(rows.flatMap(({ raw }) => Object.keys(raw)))];
  const [reason, place] = locale === 'zh-CN' ? ['原因', '行'] : ['reason', 'row'];
  const lines = rows.map(({ raw, code, field, row }) => {
    const words = CATALOGUE[code][locale === 'zh-CN' ? 'zh' : 'en'];
    return csvLine([`${field}: ${words}`, row, ...columns.map((column) => raw[column] ?? '')]);
  });
  return Readable.from([`\ufeff${csvLine([reason, place, ...columns])}`, ...lines]);
}
