/** What she looked at most: what to talk about with who has her on the phone. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, Instant, Panel, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { Looked, Looks } from '../contract.ts';
import css from './timeline.module.css';

export function LooksOf({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { day } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'looks'],
    queryFn: ({ signal }) => api.get<Looks>(`/api/customers/${customer}/looks`, { signal }),
    refetchInterval: 60_000,
  });
  const days = data?.days;
  const since = data?.since;
  return (
    <Panel title={t`What she looks at`}>
      {error && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={120} />}
      {data && data.products.length + data.categories.length === 0 && (
        <p className={css.nothing}>{t`Nothing in the last ${days} days.`}</p>
      )}
      {data && <Most title={t`Products`} looked={data.products} />}
      {data && <Most title={t`Categories`} looked={data.categories} />}
      {data && data.products.length + data.categories.length > 0 && (
        <p className={css.nothing}>
          {since ? (
            <Trans>Since {day(since)}: she did so much that no more was counted.</Trans>
          ) : (
            <Trans>Her own views in the last {days} days.</Trans>
          )}
        </p>
      )}
    </Panel>
  );
}

function Most({ title, looked }: { title: string; looked: readonly Looked[] }) {
  const { number } = useWords();
  if (looked.length === 0) return null;
  return (
    <>
      <h3 className={css.kindOfLook}>{title}</h3>
      <ol className={css.looks} aria-label={title}>
        {looked.map(({ id, name, looks, last_at }) => (
          <li key={id}>
            <Verbatim longest={80}>{name ?? id}</Verbatim>
            <span>
              {number(looks)} × · <Instant at={last_at} brief />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
