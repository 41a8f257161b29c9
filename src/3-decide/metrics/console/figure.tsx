import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Group, SegmentedControl, Skeleton, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import {
  type ApiPage,
  api,
  Chart,
  PageFrame,
  Panel,
  ProblemNote,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { ChannelItem } from '#know/channels/contract';
import type { BehindAnswer, MetricAnswer, MetricItem } from '../contract.ts';
import css from './figure.module.css';
import { useFigureWords, useMetrics } from './figure-value.tsx';
import { daysOf } from './stretches.ts';

const BY = ['day', 'month', 'channel', 'country', 'category', 'campaign'] as const;
type By = (typeof BY)[number];
const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');

type Days = { from: string; to: string };

/** `below`: what others know of these days. */
export function FigurePage({ below }: { below?: (days: Days) => ReactNode }) {
  const { t, i18n } = useLingui();
  const { name } = useParams({ strict: false }) as { name: string };
  const [url, change] = useUrlState();
  const metrics = useMetrics();
  const metric = metrics.data?.items.find((one) => one.name === name);
  const month = daysOf('month');
  const days = { from: isDay(url.from) ? url.from : month.from, to: isDay(url.to) ? url.to : month.to };
  const said = (both: MetricItem['title']): string => (i18n.locale === 'zh-CN' ? both.zh : both.en);
  if (!metric)
    return (
      <PageFrame title={t`Figure`}>
        {metrics.data ? <Text>{t`There is no such figure.`}</Text> : <Skeleton h={320} />}
        <ProblemNote failure={metrics.error} retry={() => void metrics.refetch()} />
      </PageFrame>
    );
  return (
    <PageFrame title={said(metric.title)} lead={said(metric.meaning)}>
      <Group gap="sm" align="flex-end">
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            size="xs"
            label={end === 'from' ? t`From` : t`To`}
            value={days[end]}
            onChange={(event) => change({ [end]: event.currentTarget.value || null }, { replace: true })}
          />
        ))}
      </Group>
      {below?.(days)}
      <Course metric={metric} days={days} currency={url.currency} title={said(metric.title)} />
      <Behind metric={metric} days={days} currency={url.currency} />
    </PageFrame>
  );
}

type Asked = { metric: MetricItem; days: { from: string; to: string }; currency: string | undefined };

function useNames(by: By): (key: string) => string {
  const { t, i18n } = useLingui();
  const channels = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
    enabled: by === 'channel',
  });
  return (key) => {
    if (key === '') return t`(unknown)`;
    if (by === 'channel') return channels.data?.items.find(({ id }) => id === key)?.name ?? key;
    if (by === 'country') return new Intl.DisplayNames(i18n.locale, { type: 'region' }).of(key) ?? key;
    return key;
  };
}

function Course({ metric, days, currency, title }: Asked & { title: string }) {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const by = BY.find((one) => one === url.by) ?? 'day';
  const words: Record<By, string> = {
    day: t`Day`,
    month: t`Month`,
    channel: t`Channel`,
    country: t`Country`,
    category: t`Category`,
    campaign: t`Campaign`,
  };
  const nameOf = useNames(by);
  const said = useFigureWords();
  const { data, error, refetch } = useQuery({
    queryKey: [`/api/metrics/${metric.name}`, days, by, currency],
    queryFn: ({ signal }) =>
      api.get<MetricAnswer>(`/api/metrics/${metric.name}`, {
        query: { ...days, by, ...(currency && { currency }) },
        signal,
      }),
    refetchInterval: 60_000,
  });
  const isTime = by === 'day' || by === 'month';
  // biome-ignore lint/correctness/useExhaustiveDependencies: names change with the data
  const points = useMemo(() => {
    const items = data?.items ?? [];
    const sorted = isTime
      ? items
      : [...items].sort((one, other) => (other.value ?? 0) - (one.value ?? 0)).slice(0, 20);
    return sorted.map(({ key, value }) => ({ key: nameOf(key), value }));
  }, [data, isTime]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language draws anew with the data
  const inWords = useCallback(
    (value: number) => said(metric.unit, value, data?.currency ?? currency ?? 'XXX'),
    [metric.unit, data?.currency, currency],
  );
  return (
    <Panel
      title={title}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t`Split by`}
          value={by}
          onChange={(value) => change({ by: value === 'day' ? null : value }, { replace: true })}
          data={BY.map((value) => ({ value, label: words[value] }))}
        />
      }
    >
      <div className={css.course}>
        {error && !data ? (
          <ProblemNote failure={error} retry={() => void refetch()} />
        ) : !data ? (
          <Skeleton h={260} />
        ) : points.length === 0 ? (
          <Text c="dimmed">{t`Nothing in these days.`}</Text>
        ) : (
          <Chart
            title={title}
            over={words[by]}
            points={points}
            shape={isTime ? 'line' : 'bars'}
            words={inWords}
          />
        )}
      </div>
    </Panel>
  );
}

function Behind({ metric, days, currency }: Asked) {
  const { t } = useLingui();
  const { number, money } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: [`/api/metrics/${metric.name}/customers`, days, currency],
    queryFn: ({ signal }) =>
      api.get<BehindAnswer>(`/api/metrics/${metric.name}/customers`, {
        query: { ...days, ...(currency && { currency }) },
        signal,
      }),
  });
  return (
    <Panel title={t`Who is behind it`}>
      {error && !data ? (
        <ProblemNote failure={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={200} />
      ) : data.items.length === 0 ? (
        <Text c="dimmed">{t`Nobody known in these days.`}</Text>
      ) : (
        <ol className={css.behind}>
          {data.items.map(({ customer_id: id, name, value }) => (
            <li key={id}>
              <Anchor component={Link} to={`/customers/${id}`}>
                {name ? <Verbatim longest={60}>{name}</Verbatim> : <Trans>Customer {id}</Trans>}
              </Anchor>
              <span>
                {data.unit === 'money' && data.currency ? money(value, data.currency) : number(value)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
