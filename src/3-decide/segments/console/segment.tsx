/** One segment: who is meant, how many they are and were, who they are, and what rests on it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconDownload, IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import {
  api,
  Confirm,
  Instant,
  PageFrame,
  Panel,
  ProblemNote,
  Snippet,
  useWords,
  Verbatim,
} from '#console/kit';
import type { SegmentDetail } from '../contract.ts';
import { Members } from './members.tsx';
import { Overlap } from './overlap.tsx';
import { Sentence, StateOf, useSegmentRights } from './segment-words.tsx';
import css from './segments.module.css';
import { SizeHistory } from './size-history.tsx';
import { WhyDrawer } from './why-drawer.tsx';

const WHILE_FILLING_MS = 1000;
const OTHERWISE_MS = 15_000;

export default function SegmentPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/segments', id],
    queryFn: ({ signal }) => api.get<SegmentDetail>(`/api/segments/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'filling' || state.data?.state === 'failed' ? WHILE_FILLING_MS : OTHERWISE_MS,
  });
  if (data) return <OneSegment segment={data} />;
  return (
    <PageFrame title={t`Segment`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={480} />}
    </PageFrame>
  );
}

function OneSegment({ segment }: { segment: SegmentDetail }) {
  const { t } = useLingui();
  const id = String(segment.id);
  return (
    <PageFrame
      title={t`Segment`}
      heading={<Verbatim longest={120}>{segment.name}</Verbatim>}
      lead={
        <>
          <StateOf segment={segment} />{' '}
          {segment.description && <Verbatim longest={1000}>{segment.description}</Verbatim>}
        </>
      }
      actions={<Actions segment={segment} />}
    >
      <div className={css.tops}>
        <WhoIsMeant segment={segment} />
        <MembersNow segment={segment} />
      </div>
      <div className={css.tops}>
        <Panel title={t`How many over time`}>
          <SizeHistory id={id} />
        </Panel>
        <Panel title={t`Also in other segments`}>
          <Overlap segment={segment} />
        </Panel>
      </div>
      <Panel title={t`Members`}>
        <Members segment={id} />
      </Panel>
      <WhyDrawer />
    </PageFrame>
  );
}

function WhoIsMeant({ segment }: { segment: SegmentDetail }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Who is meant`}>
      <p className={css.whole}>
        <Sentence sentence={segment.sentence} />
      </p>
      <details className={css.asText}>
        <summary>{t`As text`}</summary>
        <Snippet code={segment.text} label={t`Definition in the text form`} />
      </details>
      <dl className={css.facts}>
        <dt>{t`Used by`}</dt>
        <dd>
          {segment.used_by.length === 0
            ? t`nothing yet`
            : segment.used_by.map(({ id, name }) => (
                <Link key={id} to={`/segments/${id}`}>
                  <Verbatim longest={60}>{name}</Verbatim>
                </Link>
              ))}
        </dd>
        <dt>{t`Changed`}</dt>
        <dd>
          <Instant at={segment.changed_at} />
        </dd>
      </dl>
    </Panel>
  );
}

function MembersNow({ segment }: { segment: SegmentDetail }) {
  const { t } = useLingui();
  const { number } = useWords();
  const { state, live_since: since } = segment;
  return (
    <Panel title={t`Members now`}>
      <div className={css.count}>
        <strong>{number(segment.members)}</strong>
        <span className={css.quiet}>{t`customers`}</span>
      </div>
      <Text size="xs" c="dimmed" component="div" role="status">
        {state === 'filling' ? (
          <Trans>Its members are being found. Whoever moves meanwhile is not missed.</Trans>
        ) : state === 'failed' ? (
          <Trans>Its members could not be found; that is tried again by itself.</Trans>
        ) : state === 'archived' ? (
          <Trans>It is kept up no more.</Trans>
        ) : since ? (
          <Trans>
            Live since <Instant at={since} exactOnly />
          </Trans>
        ) : null}
      </Text>
      {state === 'filling' && (
        <div className={css.filling}>
          <StateOf segment={segment} />
        </div>
      )}
    </Panel>
  );
}

function Actions({ segment }: { segment: SegmentDetail }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [archiving, setArchiving] = useState(false);
  const { id, name } = segment;
  const archive = useMutation({
    mutationFn: () => api.delete(`/api/segments/${id}`),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['/api/segments'] });
      void navigate({ to: '/segments' });
    },
  });
  const isWriter = useSegmentRights().mayWrite && segment.state !== 'archived';
  return (
    <Group gap="xs">
      <Button
        component="a"
        variant="default"
        href={`/api/segments/${id}/members?format=csv`}
        download
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        {t`Members as CSV`}
      </Button>
      {isWriter && (
        <>
          <Button variant="default" onClick={() => setArchiving(true)}>{t`Archive…`}</Button>
          <Button
            component={Link}
            to={`/segments/${id}/edit`}
            leftSection={<IconPencil size={14} aria-hidden />}
          >
            {t`Change`}
          </Button>
        </>
      )}
      <Confirm
        opened={archiving}
        onClose={() => setArchiving(false)}
        title={t`Archive this segment?`}
        act={t`Archive`}
        pending={archive.isPending}
        failure={archive.error}
        onConfirm={() => archive.mutate()}
      >
        <Text size="sm">
          <Trans>
            <Verbatim longest={120}>{name}</Verbatim> is kept up no more and leaves the lists; who was in it
            and when stays known. It cannot be brought back.
          </Trans>
        </Text>
      </Confirm>
    </Group>
  );
}
