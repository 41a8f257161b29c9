/**
 * A definition as people and programs write it: a tree of conditions joined by and, or and not. Everything in it is data; values are only
 * ever bound. What conditions there are is a registry (`kinds/`): upper modules add theirs.
 */
import { z } from 'zod';

export const VERSION = 1;

export type Node = { all: Node[] } | { any: Node[] } | { not: Node } | Condition;
/** One question about somebody; what else stands in it is its kind's. */
export type Condition = { kind: string; [field: string]: unknown };
export type Definition = { version: typeof VERSION; who: Node };

// Postgres holds neither NUL nor half a surrogate pair.
const isPlain = (value: string): boolean => value.isWellFormed() && !/\p{Cc}/u.test(value);
export const text = (most: number) => z.string().min(1).max(most).refine(isPlain, 'text_invalid');
/** Four decimals are compared; -0 is 0. */
const number = z
  .number()
  .min(-1e9)
  .max(1e9)
  .refine((value) => Number(value.toFixed(4)) === value, 'number_too_fine')
  .overwrite((value) => value || 0);
const wholeNumber = z.number().int();
const scalar = z.union([text(200), number, wholeNumber, z.boolean()]);

export const DURATIONS = ['minute', 'hour', 'day', 'week', 'year'] as const;
const count = z.number().int().min(1).max(1_000_000);

/** A day is 24 hours and a year 365 days: exact to the millisecond, whatever clocks are put forward or back meanwhile. */
export const duration = z.strictObject({ n: count, unit: z.enum(DURATIONS) }).meta({ id: 'Duration' });
export type Duration = z.output<typeof duration>;

export const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const day = z.iso.date().refine((value) => /^(19|20|21)\d\d-/.test(value), 'instant_out_of_range');
const instant = z.iso
  .datetime({ offset: true, precision: 3 })
  .or(z.iso.datetime({ offset: true, precision: 0 }))
  .refine((value) => /^(19|20|21)\d\d-/.test(value), 'instant_out_of_range');
const ago = z.number().int().min(0).max(3660);

/** Without one: ever. */
export const window = z
  .union([
    /** The last n minutes … years up to now: an event is in it while less time than that has passed. */
    z.strictObject({ last: duration }),
    /** Whole units of the shop's calendar, counted back from the present one (0), both included: `from` 1 `to` 1 is the last one. */
    z
      .strictObject({ calendar: z.strictObject({ unit: z.enum(CALENDAR_UNITS), from: ago, to: ago }) })
      .refine(({ calendar: { from, to } }) => from >= to, 'window_backwards'),
    /** Days of the shop's calendar, both included. */
    z
      .strictObject({ days: z.strictObject({ from: day.optional(), to: day.optional() }) })
      .refine(({ days: { from, to } }) => (from ?? '0') <= (to ?? '9'), 'window_backwards')
      .refine(({ days: { from, to } }) => from !== undefined || to !== undefined, 'window_empty'),
    /** Two instants, the second excluded. */
    z
      .strictObject({ between: z.strictObject({ from: instant, to: instant }) })
      .refine(
        ({ between: { from, to } }) => new Date(from).getTime() < new Date(to).getTime(),
        'window_backwards',
      ),
  ])
  .meta({ id: 'Window' });
export type Window = z.output<typeof window>;

const pair = z.tuple([number, number]).refine(([from, to]) => from <= to, 'pair_backwards');

const ofNumbers = [
  { op: z.enum(['at_least', 'at_most', 'more_than', 'less_than']), value: number },
  { op: z.literal('between'), value: pair },
] as const;
const ofValues = [
  { op: z.enum(['is', 'is_not']), value: scalar },
  { op: z.enum(['one_of', 'none_of']), value: z.array(scalar).min(1).max(1000) },
  {
    op: z.enum(['contains', 'not_contains', 'starts_with', 'ends_with', 'within']),
    value: text(200),
  },
  { op: z.enum(['on_or_after', 'on_or_before']), value: day },
  { op: z.enum(['is_set', 'is_unset']) },
  ...ofNumbers,
] as const;

export type NumberTest =
  | { op: 'is' | 'is_not' | 'at_least' | 'at_most' | 'more_than' | 'less_than'; value: number }
  | { op: 'between'; value: [number, number] };
export const numberTest = z
  .union([
    z.strictObject({ op: z.enum(['is', 'is_not']), value: number }),
    ...ofNumbers.map((shape) => z.strictObject(shape)),
  ])
  .meta({ id: 'NumberTest' }) as unknown as z.ZodType<NumberTest>;

export type Value = string | number | boolean;
/** What a value may be asked. None but `is_unset` holds of a value that is not there. */
export type Test =
  | { op: 'is' | 'is_not'; value: Value }
  | { op: 'one_of' | 'none_of'; value: Value[] }
  | { op: 'contains' | 'not_contains' | 'starts_with' | 'ends_with' | 'within'; value: string }
  | { op: 'on_or_after' | 'on_or_before'; value: string }
  | { op: 'is_set' | 'is_unset' }
  | { op: 'at_least' | 'at_most' | 'more_than' | 'less_than'; value: number }
  | { op: 'between'; value: [number, number] };
export const test = z
  .union(ofValues.map((shape) => z.strictObject(shape)))
  .meta({ id: 'Test' }) as unknown as z.ZodType<Test>;

/** `price`, `products[].sku`, `context.campaign.source`: keys, of which one may be a list whose elements are each looked at. */
export const property = z
  .string()
  .max(200)
  .regex(/^[\p{L}_$][\p{L}\p{M}\w $:-]*(\[\])?(\.[\p{L}_$][\p{L}\p{M}\w $:-]*(\[\])?){0,4}$/u)
  .refine((path) => path.split('[]').length <= 2, 'property_lists')
  .refine((path) => !/ (\[|\.|$)/.test(path), 'property_spaces');
/** Of which one value is taken: no list. */
export const oneProperty = property.refine((path) => !path.includes('[]'), 'property_lists');

export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | ({ property: string } & Test);

const MOST_RULES = 50;
export const filter: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(filter).min(1).max(MOST_RULES) }),
      z.strictObject({ any: z.array(filter).min(1).max(MOST_RULES) }),
      z.strictObject({ not: filter }),
      ...ofValues.map((shape) => z.strictObject({ property, ...shape })),
    ]),
  )
  .meta({ id: 'Filter' }) as z.ZodType<Filter>;

export const eventName = text(200);
