/** Answers what a figure was, over days of the channels' own zones. */
import { described } from '#know/catalog';
import { Problem } from '#platform/errors';
import type { Lake } from '#platform/lake';
import { decimalsOf } from '#platform/money';
import type { Db } from '#platform/postgres';
import { askedOnce, type Sums } from './asked-once.ts';
import type { MetricAnswer, MetricQuery } from './contract.ts';
import type { Metric, Sum } from './metric.ts';
import { METRICS } from './registry/index.ts';
import type { EntrySum, Stretch } from './store.ts';
import { channelsAsked, stretchesOf } from './stretches.ts';

export type FigureParts = { db: Db; lake: Lake };
export type Figures = {
  /** `visible`: channels the caller is limited to; null for all. Throws `not_found`, `currencies_mixed`, `metric_not_by`. */
  figure(name: string, query: MetricQuery, visible: readonly string[] | null): Promise<MetricAnswer>;
};

export function createFigures(parts: FigureParts): Figures {
  const answers = askedOnce(parts);
  return {
    async figure(name, query, visible) {
      const metric = METRICS.find((one) => one.name === name);
      if (!metric) throw new Problem('not_found');
      const { by } = query;
      const parted = by === 'category' ? by : query.product !== undefined ? 'product' : null;
      if (parted && !isOfLines(metric)) throw new Problem('metric_not_by', { params: { by: parted } });
      const [channels, sums] = await Promise.all([
        channelsAsked(parts.db, query, visible),
        answers.present(),
      ]);
      const stretches = stretchesOf(channels, query, by === 'category' ? 'product' : by);
      const measured = await Promise.all(stretches.map((stretch) => measure(sums, metric, stretch)));
      const items = together(metric, measured, query);
      const currency = channels[0]?.currency ?? null;
      const money = metric.unit === 'money';
      return {
        name,
        unit: money ? `${currency ?? 'XXX'} minor` : metric.unit,
        currency: money ? currency : null,
        decimals: money && currency ? decimalsOf(currency) : 0,
        items: by === 'category' ? await byCategory(parts.db, items) : items,
      };
    },
  };
}

/** Kinds of entries that belong to a line of an order, so to a product and its category. */
const OF_LINES: ReadonlySet<string> = new Set(['gross', 'discount', 'returned', 'cancelled']);

export const isOfLines = ({ measure: { ...how } }: Metric): boolean =>
  how.how === 'sum' &&
  [...(how.sum.plus ?? []), ...(how.sum.minus ?? [])].every((kind) => OF_LINES.has(kind));

type Row = { key: string; value: number };
type Measured = { over: Row[]; under: Row[] | null };

async function measure(sums: Sums, { measure: how }: Metric, stretch: Stretch): Promise<Measured> {
  if (how.how === 'sum') return { over: summed(await sums.entries(stretch), how.sum), under: null };
  if (how.how === 'quotient') {
    const entries = await sums.entries(stretch);
    return { over: summed(entries, how.over), under: summed(entries, how.under) };
  }
  const counted = await sums.people(stretch);
  const { who } = how;
  if (who === 'share_returning') {
    return {
      over: counted.map(({ key, returning }) => ({ key, value: returning })),
      under: counted.map(({ key, all }) => ({ key, value: all })),
    };
  }
  const column = ({ all: 'all', new: 'fresh', returning: 'returning' } as const)[who];
  return { over: counted.map((row) => ({ key: row.key, value: row[column] })), under: null };
}

/** Keys without an entry of these kinds are absent. */
function summed(entries: readonly EntrySum[], { of, plus = [], minus = [] }: Sum): Row[] {
  return entries
    .filter(({ kind }) => plus.includes(kind) || minus.includes(kind))
    .map((entry) => ({
      key: entry.key,
      value: (minus.includes(entry.kind) ? -1 : 1) * Number(of === 'amount' ? entry.amount : entry.quantity),
    }));
}

/** What entries of all kinds come to in one sum. */
export const sumFrom = (entries: readonly Omit<EntrySum, 'key'>[], sum: Sum): number =>
  summed(
    entries.map((entry) => ({ key: 'all', ...entry })),
    sum,
  ).reduce((total, { value }) => total + value, 0);

function together(metric: Metric, answers: readonly Measured[], { by }: MetricQuery): MetricAnswer['items'] {
  const over = added(answers.flatMap((answer) => answer.over));
  const under = answers.some((answer) => answer.under)
    ? added(answers.flatMap((answer) => answer.under ?? []))
    : null;
  if (by === 'none' && over.size === 0) over.set('all', 0);
  return [...over]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({
      key,
      // A sum that took nothing off is nothing, not less than nothing.
      value: under ? quotient(value, under.get(key) ?? 0, metric) : value || 0,
    }));
}

function quotient(over: number, under: number, { unit }: Metric): number | null {
  if (under === 0) return null;
  return unit === 'money' ? Math.round(over / under) : over / under;
}

function added(rows: readonly Row[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { key, value } of rows) sum.set(key, (sum.get(key) ?? 0) + Number(value));
  return sum;
}

/** Products' values by the name of their category; what has none stands under ''. */
async function byCategory(db: Db, items: MetricAnswer['items']): Promise<MetricAnswer['items']> {
  const names = await described.categoryWays(
    db,
    items.map(({ key }) => Number(key)),
  );
  const sums = added(
    items.map(({ key, value }) => ({ key: names.get(Number(key)) ?? '', value: value ?? 0 })),
  );
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, value]) => ({ key, value }));
}
