/** Who of it is in other segments too. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Progress, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { SegmentDetail } from '../contract.ts';
import css from './segments.module.css';

type Overlaps = { items: { id: number; name: string; members: number; both: number }[] };
const MOST = 8;

export function Overlap({ segment: { id, members } }: { segment: SegmentDetail }) {
  const { t } = useLingui();
  const { number, share } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/segments', String(id), 'overlap'],
    queryFn: ({ signal }) => api.get<Overlaps>(`/api/segments/${id}/overlap`, { signal }),
    refetchInterval: 60_000,
  });
  if (error && !data) return <ProblemNote failure={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={180} />;
  const items = data.items.filter(({ both }) => both > 0).sort((one, other) => other.both - one.both);
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        <Trans>Nobody of it is in another segment.</Trans>
      </Text>
    );
  return (
    <ul className={css.overlaps}>
      {items.slice(0, MOST).map(({ id: other, name, both }) => {
        const part = members > 0 ? Math.min(1, both / members) : 0;
        const words = share(part);
        const people = number(both);
        return (
          <li key={other}>
            <Link to={`/segments/${other}`}>
              <Verbatim longest={60}>{name}</Verbatim>
            </Link>
            <span className={css.figures}>{t`${people} · ${words}`}</span>
            <Progress value={part * 100} size="sm" aria-label={t`${words} of it`} />
          </li>
        );
      })}
    </ul>
  );
}
