/** Who a figure is made of: its customers, the largest part first. */
import { customerNames, tellLakePersons } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { customerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { BehindAnswer, BehindQuery } from './contract.ts';
import { type FigureParts, isOfLines } from './figure.ts';
import type { Metric } from './metric.ts';
import { METRICS } from './registry/index.ts';
import { behindPeople, behindSum, type PersonValue, type Stretch } from './store.ts';
import { channelsAsked, stretchesOf } from './stretches.ts';

const MOST = 60;

export type BehindParts = FigureParts & Pick<Platform, 'vault'>;

export async function behindFigure(
  parts: BehindParts,
  name: string,
  query: BehindQuery,
  principal: Principal,
): Promise<BehindAnswer> {
  const metric = METRICS.find((one) => one.name === name);
  if (!metric) throw new Problem('not_found');
  if (query.product !== undefined && !isOfLines(metric))
    throw new Problem('metric_not_by', { params: { by: 'product' } });
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  const channels = await channelsAsked(parts.db, query, visible);
  const stretches = stretchesOf(channels, query, 'none');
  await tellLakePersons(parts.db, parts.lake);
  const found = (await Promise.all(stretches.map((stretch) => peopleOf(parts, metric, stretch)))).flat();
  const sums = new Map<number, number>();
  for (const { who, value } of found) sums.set(Number(who), (sums.get(Number(who)) ?? 0) + Number(value));
  const largest = [...sums].sort(([, one], [, other]) => other - one).slice(0, MOST);
  const names = await customerNames(
    parts,
    largest.map(([id]) => customerId(id)),
    principal,
  );
  const isMoney = metric.measure.how !== 'people' && sumOf(metric.measure).of === 'amount';
  return {
    unit: isMoney ? 'money' : 'count',
    currency: isMoney ? (channels[0]?.currency ?? null) : null,
    items: largest.map(([id, value]) => ({ customer_id: String(id), name: names.get(id) ?? null, value })),
    next: null,
  };
}

const sumOf = (measure: Exclude<Metric['measure'], { how: 'people' }>) =>
  measure.how === 'sum' ? measure.sum : measure.over;

function peopleOf({ lake }: FigureParts, { measure }: Metric, stretch: Stretch): Promise<PersonValue[]> {
  if (measure.how !== 'people') return behindSum(lake, stretch, sumOf(measure), MOST);
  const who = measure.who === 'share_returning' ? 'returning' : measure.who;
  return behindPeople(lake, stretch, who, MOST);
}
