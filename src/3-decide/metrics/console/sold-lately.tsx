/** What one product sold in the last days: pieces and money, each leading to the figure itself. */
import { useLingui } from '@lingui/react/macro';
import { Skeleton, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { api, Panel, ProblemNote } from '#console/kit';
import type { MetricAnswer } from '../contract.ts';
import css from './figure.module.css';
import { FigureValue, useMetrics } from './figure-value.tsx';
import { daysOf, useStretchWords } from './stretches.ts';

const FIGURES = ['units', 'gross_sales', 'net_sales', 'discounts'] as const;

/** Each channel is asked alone: they may have several currencies. */
export function SoldLately({ product, channels }: { product: string; channels: readonly string[] }) {
  const { t, i18n } = useLingui();
  const words = useStretchWords();
  const metrics = useMetrics();
  const days = daysOf('month');
  const asked = channels.flatMap((channel) => FIGURES.map((name) => ({ channel, name })));
  const answers = useQueries({
    queries: asked.map(({ channel, name }) => ({
      queryKey: [`/api/metrics/${name}`, days, product, channel],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<MetricAnswer>(`/api/metrics/${name}`, { query: { ...days, product, channel }, signal }),
    })),
  });
  const failed = answers.find(({ error, data }) => error && !data);
  const sums = sumsOf(answers.flatMap(({ data }) => data ?? []));
  return (
    <Panel title={`${t`What it sold`} · ${words.month}`}>
      {failed ? (
        <ProblemNote failure={failed.error} retry={() => answers.forEach((one) => void one.refetch())} />
      ) : answers.some(({ data }) => !data) || !metrics.data ? (
        <Skeleton h={80} />
      ) : sums.length === 0 ? (
        <Text c="dimmed">{t`Nothing in these days.`}</Text>
      ) : (
        <div className={css.sold}>
          {sums.map(({ name, currency, value }) => {
            const metric = metrics.data.items.find((one) => one.name === name);
            return (
              <div key={`${name} ${currency}`}>
                <Text c="dimmed" size="sm">
                  {metric && (i18n.locale === 'zh-CN' ? metric.title.zh : metric.title.en)}
                </Text>
                <strong>
                  <FigureValue unit={metric?.unit ?? 'count'} value={value} currency={currency ?? 'XXX'} />
                </strong>
              </div>
            );
          })}
        </div>
      )}
    </Panel>
  );
}

type Sum = { name: string; currency: string | null; value: number };

function sumsOf(answers: readonly MetricAnswer[]): Sum[] {
  const groups = Map.groupBy(answers, ({ name, currency }) => `${name} ${currency ?? ''}`);
  return [...groups.values()].map((group) => ({
    name: (group[0] as MetricAnswer).name,
    currency: (group[0] as MetricAnswer).currency,
    value: group.reduce((sum, { items }) => sum + (items[0]?.value ?? 0), 0),
  }));
}
