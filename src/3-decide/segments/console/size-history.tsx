/** How many were in it, hour by hour or day by day. */
import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { api, Chart, ProblemNote, useMe, useUrlState, useWords } from '#console/kit';
import css from './segments.module.css';

type Sizes = { items: { at: string; members: number }[] };
const STRETCHES = ['7', '30', '90', '365'] as const;

export function SizeHistory({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const { number } = useWords();
  const { zone } = useMe().instance;
  const [url, change] = useUrlState();
  const days = STRETCHES.find((one) => one === url.days) ?? '30';
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/segments', id, 'size', days],
    queryFn: ({ signal }) => api.get<Sizes>(`/api/segments/${id}/size`, { signal, query: { days } }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const points = useMemo(() => {
    const words = new Intl.DateTimeFormat(i18n.locale, {
      month: '2-digit',
      day: '2-digit',
      ...(Number(days) <= 30 && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ...(Number(days) > 90 && { year: 'numeric' }),
      timeZone: zone,
    });
    return (data?.items ?? []).map(({ at, members }) => ({
      key: words.format(new Date(at)),
      value: members,
    }));
  }, [data, days, i18n.locale, zone]);
  const words = useCallback((value: number) => number(value), [number]);
  return (
    <>
      <SegmentedControl
        aria-label={t`Stretch of time`}
        value={days}
        onChange={(value) => change({ days: value === '30' ? null : value }, { replace: true })}
        data={STRETCHES.map((value) => ({ value, label: t`${value} days` }))}
        mb="xs"
      />
      <div className={css.chart}>
        {error && !data ? (
          <ProblemNote failure={error} retry={() => void refetch()} />
        ) : !data ? (
          <Skeleton h={260} />
        ) : points.length === 0 ? (
          <Text size="sm" c="dimmed">
            <Trans>It is counted at the end of each hour: the first count is to come.</Trans>
          </Text>
        ) : (
          <Chart title={t`How many were in it?`} over={t`When`} points={points} shape="line" words={words} />
        )}
      </div>
    </>
  );
}
