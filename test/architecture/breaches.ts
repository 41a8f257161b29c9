// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are source code
/**
 * For each rule the ways to break it that we could think of, as a small house of its own: every one must be reported by its rule and by no
 * other. And beside it what is allowed and looks alike, which no rule may report.
 */
type House = Record<string, string>;

const FRONT = '/** Orders. */\nexport { a } from "./a.ts";';
const page = (body: string): House => ({ 'src/2-know/orders/console/page.tsx': body });
const orders = (body: string): House => ({ 'src/2-know/orders/place-order.ts': body });
const lines = (count: number): string => Array.from({ length: count }, (_, n) => `a(${n});`).join('\n');

export const BREACHES: [rule: string, house: House][] = [
  ['lower rooms only', orders("import { segments } from '#decide/segments';")],
  ['lower rooms only', orders("import type { Segment } from '#decide/segments';")],
  ['lower rooms only', { 'src/0-platform/http/app.ts': "import { orders } from '#know/orders';" }],
  ['lower rooms only', { 'src/1-events/orders.ts': "import { money } from '#know/orders/contract';" }],
  ['lower rooms only', orders("export * from '#learn/reviews';")],
  ['lower rooms only', orders("const late = await import('#act/campaigns');")],

  ['neighbours by name', orders("import { find } from '#know/customers';")],
  [
    'neighbours by name',
    {
      'src/2-know/orders/module.ts':
        "export const m = { name: 'know/orders', neighbours: ['know/payments'] };",
      'src/2-know/orders/a.ts': "import { find } from '#know/customers';",
    },
  ],

  ['through doors', { 'src/3-decide/rfm/a.ts': "import { s } from '../../2-know/orders/store.ts';" }],
  ['through doors', { 'src/3-decide/rfm/a.ts': "import { s } from '../../2-know/orders/index.ts';" }],
  ['through doors', { 'src/3-decide/rfm/a.ts': "import { s } from '#know/orders/store';" }],
  ['through doors', { 'src/0-platform/http/a.ts': "import { s } from '../log/append.ts';" }],
  ['through doors', { 'src/3-decide/rfm/a.ts': "import { anOrder } from '#know/orders/testing';" }],
  ['through doors', { 'src/3-decide/rfm/a.ts': "import { s } from '#nowhere/orders';" }],
  ['through doors', { 'web/console/a.ts': "import type { s } from '../../src/2-know/orders/store.ts';" }],

  [
    'no circle',
    {
      'src/0-platform/a/index.ts': "export { b } from '../b/index.ts';",
      'src/0-platform/b/index.ts': "export { c } from '../c/index.ts';",
      'src/0-platform/c/index.ts': "import { a } from '../a/index.ts';",
    },
  ],

  ['the house knows no face', orders("import { tag } from '../../../web/tag/tag.ts';")],
  ['the house knows no face', orders("import { shoppers } from '../../../simulator/shoppers.ts';")],
  ['the house knows no face', page("import { shop } from '../../../../web/shop/page.tsx';")],

  ['faces know contracts only', page("import { list } from '../store.ts';")],
  ['faces know contracts only', page("import { db } from '#platform/postgres';")],
  ['faces know contracts only', page("import { ORDER_STATES } from '../contract.ts';")],
  ['faces know contracts only', page("import { readFileSync } from 'node:fs';")],
  ['faces know contracts only', { 'web/console/app.tsx': "import { orders } from '#know/orders';" }],
  ['faces know contracts only', { 'src/2-know/orders/contract.ts': "import { list } from './store.ts';" }],
  ['faces know contracts only', { 'src/2-know/orders/contract.ts': "import pg from 'pg';" }],

  ['the simulator stands outside', { 'simulator/shop/visit.ts': "import { record } from '#know/orders';" }],
  [
    'the simulator stands outside',
    { 'simulator/shop/visit.ts': "import type { Order } from '#know/orders/contract';" },
  ],
  ['the simulator stands outside', { 'simulator/send/orders.ts': "import pg from 'pg';" }],
  [
    'the simulator stands outside',
    { 'simulator/send/orders.ts': "import { tag } from '../../web/tag/tag.ts';" },
  ],
  ['the simulator stands outside', orders('const main = `../../../simulator/${program}`;')],
  [
    'the simulator stands outside',
    orders("const main = new URL('../../../simulator/main.ts', import.meta.url);"),
  ],

  ['SQL in stores', orders('await sql`SELECT 1`.execute(db);')],
  ['SQL in stores', orders("await pool.query('SELECT 1');")],
  ['SQL in stores', orders("await pool.query({}); await client.anything('DELETE FROM orders.line');")],

  ['own schema only', { 'src/2-know/orders/store.ts': 'sql`SELECT 1 FROM customers.profile`' }],
  [
    'own schema only',
    { 'src/2-know/orders/store.ts': 'sql`SELECT 1 FROM orders.line JOIN log.event USING (position)`' },
  ],
  ['own schema only', { 'src/2-know/orders/store.ts': 'sql`UPDATE points.ledger SET sum = 0`' }],
  [
    'own schema only',
    {
      'src/2-know/orders/migrations/0001-orders.sql':
        'CREATE TABLE orders.line (c bigint REFERENCES customers.profile);',
    },
  ],

  ['no built SQL', { 'src/2-know/orders/store.ts': 'sql`SELECT 1 ORDER BY ${sql.raw(sort)}`' }],
  ['no built SQL', { 'src/0-platform/log/read.ts': 'await pool.query(`SELECT ${column} FROM log.event`);' }],
  ['no built SQL', { 'src/0-platform/log/read.ts': "await pool.query('SELECT ' + column);" }],
  ['no built SQL', { 'src/0-platform/lake/ask.ts': 'await lake.query(`SELECT ${column} FROM event`);' }],

  ['time is injected', orders('const now = new Date();')],
  ['time is injected', orders('const now = Date.now();')],

  ['no raw HTML', page('export const P = ({ html }) => <p dangerouslySetInnerHTML={{ __html: html }} />;')],
  ['no raw HTML', { 'web/tag/tag.ts': 'element.innerHTML = name;' }],
  ['no raw HTML', page("const props = { dangerouslySetInnerHTML: { __html: '' } };")],

  ['telling names', { 'src/2-know/orders/utils.ts': '' }],
  ['telling names', { 'src/2-know/orders/date-helpers.ts': '' }],
  ['telling names', { 'src/2-know/common/orders.ts': '' }],
  ['telling names', { 'web/console/order-manager.tsx': '' }],

  ['narrow front', { 'src/2-know/orders/index.ts': 'export { a } from "./a.ts";' }],
  ['narrow front', { 'src/2-know/orders/index.ts': '/** Orders. */\nexport * from "./a.ts";' }],
  [
    'narrow front',
    {
      'src/2-know/orders/index.ts':
        '/** Orders. */\nexport { a, b, c, d, e, f, g, h, i, j, k } from "./a.ts";',
    },
  ],

  ['bounded', orders(lines(401))],
  ['bounded', orders(`export function long() {\n${lines(79)}\n}`)],
  ['bounded', orders(`export const long = async () => {\n${lines(79)}\n};`)],
  ['bounded', page(`export function Page() {\n${lines(119)}\n}`)],
  ['bounded', page(`export function page() {\n${lines(79)}\n}`)],
];

/** A house that keeps every rule, with what looks like a breach and is none. */
export const GOOD_HOUSE: House = {
  'src/0-platform/a/index.ts': "import { b } from '../b/index.ts';\nexport { b };",
  'src/0-platform/b/index.ts': "import type { A } from '../a/index.ts';\nexport const b = (a: A) => a;",
  'src/0-platform/clock/index.ts': 'export const now = () => new Date();',
  'src/1-events/orders.ts': "import { z } from 'zod';",
  'src/2-know/customers/index.ts': FRONT,
  'src/2-know/orders/index.ts': FRONT,
  'src/2-know/orders/module.ts': "export const m = { name: 'know/orders', neighbours: ['know/customers'] };",
  'src/2-know/orders/contract.ts':
    "import { z } from 'zod';\nimport { page } from '#platform/lists/contract';\nimport type { Db } from '#platform/postgres';",
  'src/2-know/orders/place-order.ts':
    "import { find } from '#know/customers';\nimport { b } from '#platform/a';\nimport '#events/orders';\nconst at = new Date(0);\nperformance.now();\nconst words = 'SELECT a gift';",
  'src/2-know/orders/place-order.test.ts':
    "import { anOrder } from '#know/customers/testing';\nconst now = Date.now();\nawait pool.query('SELECT 1');",
  'src/2-know/orders/testing.ts': 'await pool.query(`TRUNCATE ${table}`);',
  'src/2-know/orders/store.ts':
    'sql`SELECT o.id, excluded.sum FROM orders."order" o JOIN orders.line l ON l.id = o.id`.execute(db); // customers.profile',
  'src/2-know/orders/migrations/0001-orders.sql':
    '-- see customers.profile\nCREATE TABLE orders.line (customer_id bigint);',
  'src/2-know/orders/console/index.tsx': `import type { page } from '../contract.ts';\nimport type { Row } from '../store.ts';\nimport { Table } from './table.tsx';\nexport function Page() {\n${lines(117)}\n}`,
  'src/2-know/orders/console/table.tsx':
    "import { Shell } from '../../../../web/console/shell.tsx';\nimport { useState } from 'react';",
  'src/3-decide/rfm/rules.ts': `import { orders } from '#know/orders';\nexport function rfm() {\n${lines(78)}\n}`,
  'src/6-app/wiring.ts':
    "import { m } from '#know/orders/module';\nimport { viewsModule } from '#platform/views/module';",
  'simulator/shop/visit.ts':
    "import { draw } from '../random/draw.ts';\nimport { z } from 'zod';\nconst now = Date.now();",
  'simulator/shop/visit.test.ts': "import { startInstance } from '../../test/instance.ts';",
  'src/6-app/cli/simulate.ts': "const main = new URL('../../../simulator/main.ts', import.meta.url);",
  'web/console/app.tsx':
    "import { page } from '#know/orders/console';\nimport type { order } from '#know/orders/contract';",
};
