/** The shop's pulse: what it sold and to whom, beside the same stretch before. Every figure leads to what it is made of. */
import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl, Select, Skeleton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ApiPage, api, Panel, ProblemNote, useUrlState, useWords } from '#console/kit';
import { daysOf, FigureValue, STRETCHES, useMetrics, useStretchWords } from '#decide/metrics/console';
import type { MetricItem, PulseAnswer } from '#decide/metrics/contract';
import type { ChannelItem } from '#know/channels/contract';
import css from './home.module.css';

export function Pulse() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const words = useStretchWords();
  const stretch = STRETCHES.find((name) => name === url.pulse) ?? 'month';
  const channels = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
  });
  const metrics = useMetrics();
  const currencies = [...new Set(channels.data?.items.map((channel) => channel.currency))];
  const currency = currencies.find((code) => code === url.currency) ?? currencies[0];
  const days = daysOf(stretch);
  const pulse = useQuery({
    queryKey: ['/api/pulse', days, currency],
    queryFn: ({ signal }) =>
      api.get<PulseAnswer>('/api/pulse', { query: { ...days, currency: currency ?? '' }, signal }),
    enabled: currency !== undefined,
    refetchInterval: 15_000,
  });
  const failure = channels.error ?? metrics.error ?? (pulse.data ? null : pulse.error);
  if (failure)
    return (
      <ProblemNote
        failure={failure}
        retry={() => void Promise.all([channels.refetch(), metrics.refetch(), pulse.refetch()])}
      />
    );
  if (!channels.data || !metrics.data) return <Skeleton h={220} />;
  if (currency === undefined) return null;
  return (
    <Panel
      title={t`Pulse`}
      actions={
        <div className={css.pulseTools}>
          {currencies.length > 1 && (
            <Select
              size="xs"
              w={90}
              aria-label={t`Currency`}
              allowDeselect={false}
              data={currencies}
              value={currency}
              onChange={(value) => change({ currency: value }, { replace: true })}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t`Stretch of time`}
            value={stretch}
            onChange={(value) => change({ pulse: value === 'month' ? null : value }, { replace: true })}
            data={STRETCHES.map((value) => ({ value, label: words[value] }))}
          />
        </div>
      }
    >
      <dl className={css.pulse}>
        {metrics.data.items.flatMap((metric) => {
          const told = pulse.data?.items.find(({ name }) => name === metric.name);
          if (pulse.data && !told) return [];
          const search = { ...days, currency };
          return [
            <Figure
              key={metric.name}
              metric={metric}
              told={told}
              search={search}
              compare={stretch !== 'all'}
            />,
          ];
        })}
      </dl>
    </Panel>
  );
}

type FigureProps = {
  metric: MetricItem;
  told: PulseAnswer['items'][number] | undefined;
  search: { from: string; to: string; currency: string };
  compare: boolean;
};

function Figure({ metric, told, search, compare }: FigureProps) {
  const { i18n } = useLingui();
  const both = (words: MetricItem['title']): string => (i18n.locale === 'zh-CN' ? words.zh : words.en);
  return (
    <div>
      <dt>
        <Tooltip
          label={both(metric.meaning)}
          multiline
          maw={320}
          events={{ hover: true, focus: true, touch: true }}
        >
          <Link to={`/figures/${metric.name}`} search={search as never} className={css.defined}>
            {both(metric.title)}
          </Link>
        </Tooltip>
      </dt>
      <dd>
        {told ? (
          <strong>
            <FigureValue unit={metric.unit} value={told.value} currency={search.currency} />
          </strong>
        ) : (
          <Skeleton h={24} w={90} />
        )}
        {told && compare && <Change unit={metric.unit} now={told.value} before={told.before} />}
      </dd>
    </div>
  );
}

type ChangeProps = { unit: MetricItem['unit']; now: number | null; before: number | null };

/** Of a share: by how many points; a share of a share would be read as one. */
function Change({ unit, now, before }: ChangeProps) {
  const { share, number } = useWords();
  const signed = (value: number, words: string): string => `${value > 0 ? '+' : ''}${words}`;
  if (now === null || before === null || (before === 0 && unit !== 'share'))
    return <span className={css.change}>—</span>;
  if (unit === 'share') {
    const points = Math.round((now - before) * 1000) / 10;
    const words = signed(points, number(points));
    return (
      <span className={css.change}>
        <Trans>{words} points against the stretch before</Trans>
      </span>
    );
  }
  const by = now / before - 1;
  const words = signed(by, share(by));
  return (
    <span className={css.change}>
      <Trans>{words} against the stretch before</Trans>
    </span>
  );
}
