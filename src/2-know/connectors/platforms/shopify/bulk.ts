/**
 * The past of a shop as one file: Shopify makes it, we ask until it is made, and read it as it comes. Lines of an order follow it. The file's
 * own count says whether all of it came; a part of a file is a failure and is asked for again, after what was stored of it.
 */
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Fetched, Page, Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { graphql } from './client.ts';
import { LINE_FIELDS, ORDER_FIELDS } from './order-shape.ts';

const AT_ONCE = 100;
const ASK_EVERY_SECONDS = 10;
const BUSY_MS = 60_000;
const OVERLAP_MS = 10 * 60_000;

/** `begun`: when the file was asked for; `done`: orders of it that are stored. */
type Bulk = { bulk: string; begun: string; done: number };
export const isBulk = (cursor: Json): cursor is Bulk =>
  typeof cursor === 'object' && cursor !== null && 'bulk' in cursor;

const EXPORT = `{ orders(sortKey: CREATED_AT) { edges { node { ${ORDER_FIELDS}
  lineItems { edges { node { ${LINE_FIELDS} } } } } } } }`;
// Grouped: an order's lines come right after it, so that no more than one page is held.
const BEGIN = `mutation Begin($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: true) {
  bulkOperation { id status } userErrors { field message } } }`;
const STATE = `query State($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode objectCount url } } }`;

const beginShape = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
});
const stateShape = z.object({
  node: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      objectCount: z.coerce.number(),
      url: z.string().nullable(),
    })
    .nullable(),
});

export async function beginBulk(reach: Reach): Promise<Page> {
  const begun = reach.now().toISOString();
  const said = await graphql(reach, beginShape, BEGIN, { query: EXPORT });
  const { bulkOperation } = said.bulkOperationRunQuery;
  // One at a time: another app's, or one of ours that was forgotten.
  if (!bulkOperation)
    throw new Unreachable('connector_limited', 'bulk operation', { retryAfterMs: BUSY_MS, arrived: 'no' });
  const cursor: Bulk = { bulk: bulkOperation.id, begun, done: 0 };
  return { cursor, more: true, upTo: null, afterSeconds: ASK_EVERY_SECONDS };
}

export async function* bulkPages(
  reach: Reach,
  cursor: Bulk,
  fetchedOf: (reach: Reach, nodes: readonly unknown[]) => Promise<Fetched>,
): AsyncGenerator<Page> {
  const { node } = await graphql(reach, stateShape, STATE, { id: cursor.bulk });
  if (node && ['CREATED', 'RUNNING', 'CANCELING'].includes(node.status)) {
    yield { cursor, more: true, upTo: null, afterSeconds: ASK_EVERY_SECONDS };
    return;
  }
  if (node?.status !== 'COMPLETED') {
    // It failed, was cancelled or is forgotten: once more from the beginning.
    yield { cursor: null, more: true, upTo: null, afterSeconds: 60 };
    return;
  }
  if (node.url) yield* pagesOfFile(reach, cursor, { url: node.url, objects: node.objectCount }, fetchedOf);
  // From here on by what changed; also while the file was made.
  const since = new Date(Date.parse(cursor.begun) - OVERLAP_MS).toISOString();
  yield { cursor: { since, after: null, seen: null }, more: true, upTo: new Date(cursor.begun) };
}

async function* pagesOfFile(
  reach: Reach,
  cursor: Bulk,
  { url, objects }: { url: string; objects: number },
  fetchedOf: (reach: Reach, nodes: readonly unknown[]) => Promise<Fetched>,
): AsyncGenerator<Page> {
  let done = 0;
  let lines = 0;
  let nodes: object[] = [];
  const page = async (): Promise<Page> => {
    const fetched = await fetchedOf(reach, nodes);
    nodes = [];
    return { ...fetched, cursor: { ...cursor, done }, more: true, upTo: null };
  };
  for await (const order of ordersIn(reach.lines(url), () => lines++)) {
    done++;
    if (done <= cursor.done) continue;
    nodes.push(order);
    if (nodes.length === AT_ONCE) yield await page();
  }
  // Checked before the last page: the cursor must not pass what did not come.
  if (lines !== objects) throw new Unreachable('connector_file_incomplete', `${lines} of ${objects} lines`);
  if (nodes.length > 0) yield await page();
}

type Line = Record<string, unknown> & { __parentId?: string };

async function* ordersIn(lines: AsyncIterable<string>, count: () => void): AsyncGenerator<object> {
  let order: { id: unknown; node: Line; lines: Line[] } | null = null;
  const whole = ({ node, lines: own }: NonNullable<typeof order>): object => ({
    ...node,
    lineItems: { nodes: own, pageInfo: { hasNextPage: false, endCursor: null } },
  });
  for await (const text of lines) {
    if (text === '') continue;
    const line = parse(text);
    count();
    if (line.__parentId === undefined) {
      if (order) yield whole(order);
      order = { id: line.id, node: line, lines: [] };
    } else if (order && line.__parentId === order.id) order.lines.push(line);
    else throw new Unreachable('connector_file_incomplete', 'line without its order');
  }
  if (order) yield whole(order);
}

function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch (cause) {
    throw new Unreachable('connector_file_incomplete', 'half a line', { cause });
  }
}
