import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from './contract.ts';
import { csvLine, csvStream, neutraliseCell, restoreCell } from './csv.ts';

const RUNS = process.env.REGULARS_NIGHT ? 100_000 : 2000;
const DANGEROUS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/** RFC 4180, as a reader of the file would. */
function readCsv(file: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of file.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? (bare as string) : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (end === '\r\n' || row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

describe('a cell', () => {
  it.each(DANGEROUS)('that begins with %j never begins with it in the file', (first) => {
    expect(neutraliseCell(`${first}SUM(A1)`)).toBe(`'${first}SUM(A1)`);
  });

  it('of harmless text stays as it is', () => {
    for (const harmless of ['', 'tea', '茶', "O'Hara", "'quoted'", '1-2', ' =1'])
      expect(neutraliseCell(harmless)).toBe(harmless);
  });

  it('comes back as it was: phone numbers, formulas, apostrophes', () => {
    for (const value of ['+86 138 0000 0000', '=1+1', "'=1+1", "''+1", "'", "'tea", '-5', '@home', '＋８６'])
      expect(restoreCell(neutraliseCell(value))).toBe(value);
  });

  it(`of any text round-trips and is never a formula (${RUNS} runs)`, () => {
    const unit = fc.constantFrom(...DANGEROUS, "'", '"', ',', ';', 'a', '茶', '\r\n');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' })), (value) => {
        const cell = neutraliseCell(value);
        expect(DANGEROUS).not.toContain(cell[0]);
        expect(restoreCell(cell)).toBe(value);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a file', () => {
  it(`read back gives every text it was made of (${RUNS} runs)`, () => {
    const unit = fc.constantFrom('=', '+', "'", '"', ',', ';', '\n', '\r', 'a', '茶');
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit }), { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        (rows) => {
          const file = rows.map((row) => csvLine(row)).join('');
          expect(readCsv(file).map((row) => row.map(restoreCell))).toEqual(rows);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('holds every page once, below the headers, with numbers as numbers and nothing for null', async () => {
    const asked: (string | undefined)[] = [];
    const read = async ({
      after,
    }: {
      after?: string;
    }): Promise<Page<{ id: number; name: string | null }>> => {
      asked.push(after);
      if (!after) return { items: [{ id: -1, name: '=cmd()' }], next: 'second' };
      return { items: [{ id: 2, name: null }], next: null };
    };
    const file = await buffer(csvStream({ id: (item) => item.id, name: (item) => item.name }, read));
    expect(file.toString()).toBe('\uFEFF"id","name"\r\n-1,"\'=cmd()"\r\n2,\r\n');
    expect(asked).toEqual([undefined, 'second']);
  });

  it('stops asking for pages when the receiver goes away', async () => {
    let pages = 0;
    const stream = csvStream({ n: (n: number) => n }, async () => ({ items: [pages++], next: 'more' }));
    for await (const _ of stream) if (pages === 3) break;
    const readUntilThen = pages;
    await new Promise((resolve) => setImmediate(resolve));
    expect(stream.destroyed).toBe(true);
    expect(pages).toBe(readUntilThen);
  });
});
