/** Purchases as both real data sets and a simulated shop have them, and what they are compared by. */

export type Purchase = {
  /** Null: nobody is known. */
  customer: string | null;
  /** Local milliseconds. */
  at: number;
  products: readonly string[];
};

export type Figures = {
  /** Gaps between purchases of a person over their median, ascending. */
  gaps: number[];
  /** Lines of a basket over their mean, ascending. */
  baskets: number[];
  /** Share of all lines that the most bought part of the products has, at each hundredth. */
  products: number[];
  /** Share of all purchases that the busiest part of the customers makes. */
  customers: number[];
  /** Part of each month's new customers who come again within 90 days, first months first. */
  cohorts: number[];
  guests: number;
  hours: number[];
  weekdays: number[];
};

const DAY = 86_400_000;
const AGAIN_DAYS = 90;
const LEAST_COHORT = 20;
const WEEK = 7;

export function figuresOf(purchases: readonly Purchase[]): Figures {
  const byCustomer = new Map<string, number[]>();
  const bought = new Map<string, number>();
  const hours = new Array<number>(24).fill(0);
  const weekdays = new Array<number>(WEEK).fill(0);
  let guests = 0;
  for (const { customer, at, products } of purchases) {
    const date = new Date(at);
    hours[date.getUTCHours()] = (hours[date.getUTCHours()] as number) + 1;
    weekdays[date.getUTCDay()] = (weekdays[date.getUTCDay()] as number) + 1;
    for (const product of products) bought.set(product, (bought.get(product) ?? 0) + 1);
    if (customer === null) guests++;
    else byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), at]);
  }
  const times = [...byCustomer.values()].map((own) => own.sort((a, b) => a - b));
  return {
    gaps: overMedian(times.flatMap(gapsOf)),
    baskets: overMean(purchases.map(({ products }) => products.length)),
    products: concentration([...bought.values()]),
    customers: concentration(times.map((own) => own.length)),
    cohorts: cohortsOf(times),
    guests: guests / purchases.length,
    hours: hours.map((count) => count / purchases.length),
    weekdays: weekdays.map((count) => count / purchases.length),
  };
}

/** In days, from one day to another: two receipts of a day are one visit. */
const gapsOf = (times: readonly number[]): number[] =>
  times.slice(1).flatMap((at, n) => {
    const days = (at - (times[n] as number)) / DAY;
    return days > 0.5 ? [days] : [];
  });

const ascending = (values: number[]): number[] => values.sort((a, b) => a - b);
function overMedian(values: number[]): number[] {
  const median = ascending(values)[Math.floor(values.length / 2)] ?? 1;
  return values.map((value) => value / median);
}
function overMean(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return ascending(values.map((value) => value / mean));
}

function concentration(counts: number[]): number[] {
  const most = counts.sort((a, b) => b - a);
  const all = most.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  const sums = most.map((count) => {
    sum += count;
    return sum / all;
  });
  return Array.from(
    { length: 100 },
    (_, n) => sums[Math.max(0, Math.ceil((most.length * (n + 1)) / 100) - 1)] ?? 0,
  );
}

/** The first month holds everybody who was there before, and is left out. */
function cohortsOf(times: readonly number[][]): number[] {
  const firsts = times.map((own) => own[0] as number);
  const start = firsts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const end = times.reduce((most, own) => Math.max(most, own.at(-1) as number), 0);
  const month = 30 * DAY;
  const cohorts: number[] = [];
  for (let from = start + month; from + month + AGAIN_DAYS * DAY <= end; from += month) {
    const own = times.filter(([first]) => (first as number) >= from && (first as number) < from + month);
    if (own.length < LEAST_COHORT) continue;
    const again = own.filter(([first, ...later]) =>
      later.some((at) => at - (first as number) > DAY / 2 && at - (first as number) <= AGAIN_DAYS * DAY),
    );
    cohorts.push(again.length / own.length);
  }
  return cohorts;
}

export const DISTANCES = {
  gaps: 'time between purchases, over its median (Kolmogorov–Smirnov)',
  baskets: 'lines of a basket, over their mean (Kolmogorov–Smirnov)',
  products: 'concentration on products (largest distance of the curves)',
  customers: 'concentration on customers (largest distance of the curves)',
  cohorts: 'repeat rate of cohorts within 90 days (distance of the means)',
  guests: 'share of purchases by nobody known (difference)',
  hours: 'time of day (total variation)',
  weekdays: 'weekday (total variation)',
} as const;
export type DistanceName = keyof typeof DISTANCES;

export function distances(one: Figures, other: Figures): Record<DistanceName, number> {
  return {
    gaps: kolmogorov(one.gaps, other.gaps),
    baskets: kolmogorov(one.baskets, other.baskets),
    products: largest(one.products, other.products),
    customers: largest(one.customers, other.customers),
    cohorts: Math.abs(meanOf(one.cohorts) - meanOf(other.cohorts)),
    guests: Math.abs(one.guests - other.guests),
    hours: variation(one.hours, other.hours),
    weekdays: variation(one.weekdays, other.weekdays),
  };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const largest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, n) => Math.abs(value - (b[n] as number))));
const variation = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, n) => sum + Math.abs(value - (b[n] as number)), 0) / 2;

function kolmogorov(a: readonly number[], b: readonly number[]): number {
  let most = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && (a[i] as number) <= value) i++;
    while (j < b.length && (b[j] as number) <= value) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}
