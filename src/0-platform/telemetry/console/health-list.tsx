/** Each check in a sentence, the worst first. */
import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, Mark, ProblemNote } from '#console/kit';
import type { HealthReport } from './answers.ts';
import css from './health.module.css';

const REFRESH_MS = 5000;
const WORST_FIRST = { failing: 0, warning: 1, ok: 2 } as const;
const TONES = { failing: 'bad', warning: 'warn', ok: 'ok' } as const;

export function HealthList() {
  const { t, i18n } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/health'],
    queryFn: ({ signal }) => api.get<{ items: HealthReport[] }>('/api/health', { signal }),
    refetchInterval: REFRESH_MS,
  });
  const words = { failing: t`Failing`, warning: t`Warning`, ok: t`Well` };
  if (!data)
    return error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={140} />;
  const sorted = data.items.toSorted((a, b) => WORST_FIRST[a.level] - WORST_FIRST[b.level]);
  return (
    <ul className={css.health}>
      {sorted.map(({ name, level, en, zh }) => (
        <li key={name}>
          <Mark tone={TONES[level]}>{words[level]}</Mark>
          <span>{i18n.locale === 'zh-CN' ? zh : en}</span>
        </li>
      ))}
    </ul>
  );
}
