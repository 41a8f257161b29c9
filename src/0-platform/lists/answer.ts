import type { FastifyReply } from 'fastify';
import type { Page } from './contract.ts';
import { type CsvColumns, csvStream } from './csv.ts';

/**
 * The answer of a list's route: one page as JSON, or with `?format=csv` all of it from `after` on as a file.
 *
 * @example
 * handle: ({ query, reply }) => answerList(reply, query, { file: 'sources', columns, read: (q) => listSources(db, q) })
 */
export async function answerList<
  Item,
  Query extends { format: 'json' | 'csv'; after?: string | undefined; limit: number },
>(
  reply: FastifyReply,
  query: Query,
  list: { file: string; columns: CsvColumns<Item>; read(query: Query): Promise<Page<Item>> },
): Promise<Page<Item>> {
  if (query.format === 'json') return list.read(query);
  // The first page is read before the headers leave: a wrong cursor or an absent database is still a proper refusal.
  let first: Page<Item> | undefined = await list.read(query);
  const stream = csvStream(list.columns, (from) => {
    const page = first ? Promise.resolve(first) : list.read({ ...query, ...from });
    first = undefined;
    return page;
  });
  void reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${list.file}.csv"`);
  // Fastify sends a stream as it is; the declared answer is the page.
  return stream as unknown as Page<Item>;
}
