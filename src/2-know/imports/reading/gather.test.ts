/** Rows that belong together come back together, in one order, whether they fit into memory or not. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gathered } from './gather.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rg-gather-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = { n: number; text: string };
type Given = readonly (readonly [key: string, text: string])[];

async function gathered(given: Given, most: number, where = folder): Promise<[string, Row[]][]> {
  const all = new Gathered<Row>({ folder: where, weigh: ({ text }) => text.length + 10, most });
  try {
    let n = 0;
    for (const [key, text] of given) await all.add(key, { n: n++, text });
    const groups: [string, Row[]][] = [];
    for await (const [key, rows] of all.groups()) groups.push([key, rows]);
    return groups;
  } finally {
    await all.close();
  }
}

function naive(given: Given): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const [n, [key, text]] of given.entries()) groups.set(key, [...(groups.get(key) ?? []), { n, text }]);
  return groups;
}

const given = fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'binary' })), {
  maxLength: 60,
});

describe('what belongs together', () => {
  const runs = process.env.REGULARS_NIGHT ? 3000 : 60;

  it(`comes back together, each row once and in its order (${runs} files)`, async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.constantFrom(0, 200, 1e9), async (rows, most) => {
        const groups = await gathered(rows, most);
        expect(new Map(groups)).toEqual(naive(rows));
        expect(groups.length).toBe(naive(rows).size);
        expect(await gathered(rows, most)).toEqual(groups);
      }),
      { numRuns: runs },
    );
  });

  it('leaves nothing behind in the folder, not even while it is gathered', async () => {
    const all = new Gathered<Row>({ folder, weigh: () => 1000, most: 10 });
    for (let n = 0; n < 5000; n++) await all.add(String(n % 700), { n, text: 'x'.repeat(100) });
    expect(readdirSync(folder)).toEqual([]);
    let rows = 0;
    for await (const [, own] of all.groups()) rows += own.length;
    expect(rows).toBe(5000);
    await all.close();
  });

  it('is put aside elsewhere where the folder takes nothing', async () => {
    const rows: Given = [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ];
    expect(new Map(await gathered(rows, 0, '/proc'))).toEqual(naive(rows));
  });
});
