/**
 * A list's SQL: which columns it may be sorted, searched and filtered by, each written down once as a fragment. From outside
 * come only names that are looked up here and values that are bound; no text of a caller ever becomes SQL.
 *
 * Pages follow (sort value, id), not OFFSET: each row that stays is seen exactly once whatever is inserted meanwhile, and the
 * thousandth page costs what the first does. Rows without a sort value come last in both directions.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Page } from './contract.ts';
import { CODECS, readCursor, type SortType, writeCursor } from './cursor.ts';

export type Fragment = RawBuilder<unknown>;
export type SortColumn = {
  column: Fragment;
  /** Sorted by instead when descending: a value that stands for none comes last in both directions, so that an index gives the order. */
  descending?: Fragment;
  type: SortType;
  nullable?: boolean;
};

export type KeysetOptions<Sorts extends string, Filters> = {
  /** Unique and not null: it breaks ties. */
  id: { column: Fragment; type: SortType };
  sorts: Record<Sorts, SortColumn>;
  /** Texts that `q` looks into. */
  search?: readonly Fragment[];
  filters?: { [Name in keyof Filters]: (value: NonNullable<Filters[Name]>) => Fragment };
};

export type ListQuery = { q?: string | undefined; sort: string; after?: string | undefined; limit: number };

/** What a statement weaves in: `SELECT …, ${keys} FROM … WHERE ${where} ORDER BY ${order} LIMIT ${limit}`. */
export type PageSql = {
  keys: Fragment;
  /** `filters` and `beyond`. */
  where: Fragment;
  /** What was asked for, search included. */
  filters: Fragment;
  /** Where the page before ended. */
  beyond: Fragment;
  /** What is sorted by. */
  column: Fragment;
  order: Fragment;
  /** One more than asked for: the extra row says that there is a next page. */
  limit: number;
  /** Rows of the statement as the page they are. */
  page<Row extends KeyColumns, Item>(rows: Row[], itemOf: (row: Row) => Item): Page<Item>;
};

/** Columns that `keys` adds. */
export type KeyColumns = { page_value: string | null; page_id: string };

export type Keyset<Query> = { pageSql(query: Query): PageSql };

/**
 * @example
 * const sources = keyset({
 *   id: { column: sql`s.source_id`, type: 'int8' },
 *   sorts: { name: { column: sql`s.name`, type: 'text' } },
 *   search: [sql`s.name`],
 *   filters: { kind: (kind: string) => sql`s.kind = ${kind}` },
 * });
 */
export function keyset<Sorts extends string, Filters extends Record<string, unknown> = Record<never, never>>(
  options: KeysetOptions<Sorts, Filters>,
): Keyset<
  ListQuery & { sort: Sorts | `-${Sorts}` } & { [Name in keyof Filters]?: Filters[Name] | undefined }
> {
  return {
    pageSql(query) {
      const descending = query.sort.startsWith('-');
      const sort = options.sorts[(descending ? query.sort.slice(1) : query.sort) as Sorts];
      const column = descending ? (sort.descending ?? sort.column) : sort.column;
      const { id } = options;
      const filters = all([
        ...filterConditions(options, query),
        ...searchConditions(options.search, query.q),
      ]);
      const beyond = beyondLast(query, { ...sort, column }, id, descending);
      const direction = descending ? sql`DESC` : sql`ASC`;
      const nulls = sort.nullable ? sql` NULLS LAST` : sql``;
      return {
        keys: sql`${CODECS[sort.type].write(column)} AS page_value, ${CODECS[id.type].write(id.column)} AS page_id`,
        where: all([filters, beyond]),
        filters,
        beyond,
        column,
        order: sql`${column} ${direction}${nulls}, ${id.column} ${direction}`,
        limit: query.limit + 1,
        page: (rows, itemOf) => pageOfRows(rows, itemOf, query),
      };
    },
  };
}

function filterConditions<Sorts extends string, Filters>(
  options: KeysetOptions<Sorts, Filters>,
  query: object,
): Fragment[] {
  const given = query as Record<string, unknown>;
  const filters = Object.entries(options.filters ?? {}) as [string, (value: unknown) => Fragment][];
  return filters
    .filter(([name]) => given[name] !== undefined)
    .map(([name, condition]) => sql`(${condition(given[name])})`);
}

function searchConditions(columns: readonly Fragment[] | undefined, q: string | undefined): Fragment[] {
  if (!columns?.length || q === undefined) return [];
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    sql`(${sql.join(
      columns.map((column) => sql`${column} ILIKE ${pattern}`),
      sql` OR `,
    )})`,
  ];
}

const all = (conditions: Fragment[]): Fragment =>
  conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`;

function beyondLast(
  query: ListQuery,
  { column, type, nullable = false }: SortColumn,
  id: KeysetOptions<string, never>['id'],
  descending: boolean,
): Fragment {
  if (query.after === undefined) return sql`true`;
  const cursor = readCursor(query.after, { sort: query.sort, type, nullable, idType: id.type });
  const after = descending ? sql`<` : sql`>`;
  const lastId = CODECS[id.type].read(cursor.id);
  if (cursor.value === null) return sql`(${column} IS NULL AND ${id.column} ${after} ${lastId})`;
  const lastValue = CODECS[type].read(cursor.value);
  // A row comparison, where nothing is null, is one range of an index on (column, id).
  const further = sql`(${column}, ${id.column}) ${after} (${lastValue}, ${lastId})`;
  return nullable ? sql`(${further} OR ${column} IS NULL)` : further;
}

function pageOfRows<Row extends KeyColumns, Item>(
  rows: Row[],
  itemOf: (row: Row) => Item,
  query: ListQuery,
): Page<Item> {
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(itemOf),
    next: last ? writeCursor({ sort: query.sort, value: last.page_value, id: last.page_id }) : null,
  };
}
