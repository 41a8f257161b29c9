/** Where one arrives: the first steps until they are done, and how everything is. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  type ApiPage,
  api,
  Instant,
  mayOpen,
  PageFrame,
  Panel,
  ProblemNote,
  useMe,
  useWords,
  Verbatim,
} from '#console/kit';
import type { SourceItem } from '#know/sources/contract';
import { OfferSample } from '#platform/sample/console';
import { HealthList } from '#platform/telemetry/console';
import { FirstSteps } from './first-steps.tsx';
import css from './home.module.css';
import { ImportOffer } from './import-offer.tsx';
import { Pulse } from './pulse.tsx';

export default function HomePage() {
  const { t } = useLingui();
  const me = useMe();
  const name = me.instance.shop_name;
  return (
    <PageFrame title={name || t`Welcome`} lead={<Trans>What is going on, and what to do next.</Trans>}>
      {mayOpen(me.role, ['analyst', 'marketer', 'operations']) && <Pulse />}
      {mayOpen(me.role, ['developer', 'analyst', 'marketer', 'operations']) && <Sources />}
      <Panel title={t`How everything is`}>
        <HealthList />
      </Panel>
    </PageFrame>
  );
}

function Sources() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/sources', 'home'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<SourceItem>>('/api/sources', { query: { sort: '-last_event_at', limit: 8 }, signal }),
    refetchInterval: 3000,
  });
  if (error && !data) return <ProblemNote failure={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={220} />;
  const arrived = data.items.filter((source) => source.last_event_at !== null);
  return (
    <>
      {arrived.length === 0 && (
        <>
          <FirstSteps source={data.items[0]} />
          <div className={css.otherWays}>
            <ImportOffer />
            <OfferSample />
          </div>
        </>
      )}
      {arrived.length > 0 && (
        <Panel
          title={t`Sources`}
          actions={
            <Anchor component={Link} to="/events/live">
              {t`Watch live`}
            </Anchor>
          }
        >
          <ul className={css.sources}>
            {arrived.map((source) => (
              <SourceLine key={source.id} source={source} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function SourceLine({ source }: { source: SourceItem }) {
  const { number } = useWords();
  const count = number(source.events);
  return (
    <li>
      <Anchor component={Link} to={`/sources/${source.id}`}>
        <Verbatim longest={80}>{source.name}</Verbatim>
      </Anchor>
      <span>
        <Trans>{count} events</Trans>
      </span>
      <span>{source.last_event_at && <Instant at={source.last_event_at} />}</span>
    </li>
  );
}
