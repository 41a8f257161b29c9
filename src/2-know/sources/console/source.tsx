/** One source: how to connect it, its keys, its limits, its last days. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Skeleton, Switch, Tabs } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import {
  api,
  Instant,
  Mark,
  mayOpen,
  PageFrame,
  Panel,
  ProblemNote,
  useMe,
  useUrlState,
  useWords,
  visible,
} from '#console/kit';
import type { SourceDetail } from '../contract.ts';
import { Days } from './days.tsx';
import { Snippets } from './snippets.tsx';
import { SourceKeys } from './source-keys.tsx';
import { useSourceKinds } from './source-kinds.ts';
import { SourceLimits } from './source-limits.tsx';

export default function SourcePage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/sources', id],
    queryFn: ({ signal }) => api.get<SourceDetail>(`/api/sources/${id}`, { signal }),
    // The first event is what everybody waits for on this page.
    refetchInterval: ({ state }) => (state.data?.first_event_at ? 30_000 : 2000),
  });
  if (data) return <Source source={data} />;
  return (
    <PageFrame title={t`Source`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={280} />}
    </PageFrame>
  );
}

const TABS = ['connect', 'keys', 'limits', 'days'] as const;

function Source({ source }: { source: SourceDetail }) {
  const { t } = useLingui();
  const kinds = useSourceKinds();
  const { role } = useMe();
  const [url, change] = useUrlState();
  const tab = TABS.find((name) => name === url.tab) ?? 'connect';
  const mayKeep = mayOpen(role, ['developer']);
  return (
    <PageFrame
      title={visible(source.name)}
      lead={
        <>
          {kinds[source.kind].label} · <Arrivals source={source} />
        </>
      }
      actions={<OnOff source={source} disabled={!mayKeep} />}
    >
      <Tabs
        value={tab}
        onChange={(to) => change({ tab: to === 'connect' ? null : to }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="connect">{t`Connect`}</Tabs.Tab>
          <Tabs.Tab value="keys">{t`Keys`}</Tabs.Tab>
          <Tabs.Tab value="limits">{t`Limits and privacy`}</Tabs.Tab>
          <Tabs.Tab value="days">{t`Last days`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="connect">
          <Snippets source={source} />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <SourceKeys source={source} mayKeep={mayKeep} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <SourceLimits key={source.id} source={source} mayKeep={mayKeep} />
        </Tabs.Panel>
        <Tabs.Panel value="days">
          <Panel title={t`Events by day`}>
            <Days days={source.days} />
          </Panel>
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}

function Arrivals({ source }: { source: SourceDetail }) {
  const { t } = useLingui();
  const { number } = useWords();
  if (!source.last_event_at) return <Mark tone="warn">{t`Waiting for its first event`}</Mark>;
  const count = number(source.events);
  return (
    <>
      <Trans>
        {count} events, the last <Instant at={source.last_event_at} />
      </Trans>{' '}
      <Anchor component={Link} to={`/events/live?source=${source.id}`} inherit underline="always">
        <Trans>Watch live</Trans>
      </Anchor>
    </>
  );
}

function OnOff({ source, disabled }: { source: SourceDetail; disabled: boolean }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const flip = useMutation({
    mutationFn: (enabled: boolean) => api.patch<SourceDetail>(`/api/sources/${source.id}`, { enabled }),
    onSuccess: (answer) => queries.setQueryData(['/api/sources', source.id], answer),
  });
  return (
    <>
      <ProblemNote failure={flip.error} />
      <Button component={Link} to={`/rejected?source=${source.id}`} variant="default">
        {t`Rejected events`}
      </Button>
      <Switch
        size="sm"
        label={source.enabled ? t`On` : t`Off: everything it sends is refused`}
        checked={flip.isPending ? flip.variables : source.enabled}
        disabled={disabled}
        onChange={(event) => flip.mutate(event.currentTarget.checked)}
      />
    </>
  );
}
