/**
 * The query every list takes and the answer every list gives; shared by server and console, so it holds no SQL.
 *
 * `GET /api/…?q=&sort=-name&after=&limit=&format=` plus the list's own filters. Anything else is refused with 400: an unknown
 * filter that is silently ignored shows people rows they believe to be filtered.
 */
import { z } from 'zod';

export const MOST_ROWS = 200;

// Postgres takes no NUL in a text.
const noNul = (value: string): boolean => !value.includes('\0');

/** A filter by a text the user typed. */
export const textFilter = (max = 200) => z.string().min(1).max(max).refine(noNul);
/** A filter by a number of ours (`source=12`), within what Postgres' `bigint` and JavaScript both hold exactly. */
export const idFilter = () => z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/**
 * A filter by an instant in ISO 8601 with its offset. It comes out in UTC: Postgres knows neither the year 0 nor an offset of
 * 23 hours, both of which ISO 8601 allows.
 */
export const instantFilter = () =>
  z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value).toISOString())
    .refine((value) => /^(?!0000)\d{4}-/.test(value));
/** `true` or `false`, as a query string can say it. */
export const flagFilter = () => z.enum(['true', 'false']).transform((value) => value === 'true');

type Sorted<Name extends string> = Name | `-${Name}`;

/**
 * The zod schema of a list's query string. `sorts` are the names a caller may sort by, `-name` for the other direction.
 *
 * @example
 * const sourceQuery = listQuery({ sorts: ['id', 'name'], sort: '-id', filters: { kind: z.enum(SOURCE_KINDS) } });
 */
export function listQuery<
  const Name extends string,
  Filters extends Record<string, z.ZodType> = Record<never, never>,
>({
  sorts,
  sort,
  filters,
}: {
  sorts: readonly [Name, ...Name[]];
  sort: NoInfer<Sorted<Name>>;
  filters?: Filters;
}) {
  const names = sorts.flatMap((name): Sorted<Name>[] => [name, `-${name}`]);
  return z.strictObject({
    q: textFilter().optional(),
    sort: z.enum(names as [Sorted<Name>, ...Sorted<Name>[]]).default(sort as never),
    after: z.string().min(1).max(2000).optional(),
    limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
    format: z.enum(['json', 'csv']).default('json'),
    ...(optional(filters ?? {}) as { [Key in keyof Filters]: z.ZodOptional<Filters[Key]> }),
  });
}

function optional(filters: Record<string, z.ZodType>): Record<string, z.ZodOptional> {
  return Object.fromEntries(Object.entries(filters).map(([name, schema]) => [name, schema.optional()]));
}

/** `{"items": […], "next": cursor | null}`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export type Page<Item> = { items: Item[]; next: string | null };
