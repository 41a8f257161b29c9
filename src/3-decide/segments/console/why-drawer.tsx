/** Why somebody is in a segment, or is not: each condition, whether it holds, and the latest events that count for it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Drawer, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Instant, Mark, Panel, ProblemNote, useUrlState, Verbatim } from '#console/kit';
import type { SegmentDetail, Why } from '../contract.ts';
import { Reasons } from './reasons.tsx';
import { useSegmentRights, useSegmentWords } from './segment-words.tsx';
import css from './segments.module.css';

/** As the address says it. */
export const whyOf = (customer: string, segment: string): string => `${customer}-${segment}`;

export function WhyDrawer() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const [, customer, segment] = /^([1-9]\d*)-([1-9]\d*)$/.exec(url.why ?? '') ?? [];
  return (
    <Drawer
      opened={customer !== undefined}
      onClose={() => change({ why: null })}
      position="right"
      size="lg"
      title={t`Why she is in it, or is not`}
    >
      {customer && segment && <Explained customer={customer} segment={segment} />}
    </Drawer>
  );
}

function Explained({ customer, segment }: { customer: string; segment: string }) {
  const { t } = useLingui();
  const { mayRead } = useSegmentRights();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/segments', segment, 'why', customer],
    queryFn: ({ signal }) => api.get<Why>(`/api/customers/${customer}/segments/${segment}/why`, { signal }),
  });
  const { data: meant } = useQuery({
    queryKey: ['/api/segments', segment],
    queryFn: ({ signal }) => api.get<SegmentDetail>(`/api/segments/${segment}`, { signal }),
    enabled: mayRead,
  });
  if (error) return <ProblemNote failure={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <Stack gap="md">
      <div className={css.verdict}>
        <Mark tone={data.in ? 'ok' : 'quiet'}>{data.in ? t`She is in it` : t`She is not in it`}</Mark>
        <span>
          <Link to={`/customers/${customer}`}>{t`Customer ${customer}`}</Link>
          {meant && (
            <>
              {' · '}
              <Link to={`/segments/${segment}`}>
                <Verbatim longest={120}>{meant.name}</Verbatim>
              </Link>
            </>
          )}
        </span>
        {data.since && (
          <Text size="sm" component="div">
            <Trans>
              Since <Instant at={data.since} />
            </Trans>
          </Text>
        )}
        <Text size="sm" c="dimmed" component="div">
          {data.until ? (
            <Trans>
              Without anything new that changes at the earliest <Instant at={data.until} />
            </Trans>
          ) : (
            <Trans>Without anything new that does not change.</Trans>
          )}
        </Text>
      </div>
      <Reasons reason={data.because} />
      <Spells history={data.history} />
    </Stack>
  );
}

function Spells({ history }: { history: Why['history'] }) {
  const { t } = useLingui();
  const { causes } = useSegmentWords();
  return (
    <Panel title={t`When she was in it`}>
      {history.length === 0 ? (
        <Text size="sm" c="dimmed">
          <Trans>Never so far.</Trans>
        </Text>
      ) : (
        <ul className={css.spells}>
          {history.map(({ entered_at: entered, left_at: left, cause }) => (
            <li key={entered}>
              <Instant at={entered} />
              {' – '}
              {left ? <Instant at={left} /> : t`now`}
              <span className={css.quiet}> {causes[cause]}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
