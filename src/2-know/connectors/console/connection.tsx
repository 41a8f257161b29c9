/** One connection: what was fetched, what was not and why, how far behind it is, and what was asked of the platform. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
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
import type { ConnectionDetail } from '../contract.ts';
import { Behind, Failure, StateMark, useSaid } from './connection-words.tsx';
import css from './connections.module.css';
import { ByHandPanel, WebhooksPanel } from './webhooks.tsx';

type Move = 'pause' | 'resume' | 'disconnect' | 'run';

export default function ConnectionPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/connections', id],
    queryFn: ({ signal }) => api.get<ConnectionDetail>(`/api/connections/${id}`, { signal }),
    refetchInterval: 5000,
  });
  if (data) return <Connection item={data} />;
  return (
    <PageFrame title={t`Connection`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={240} />}
    </PageFrame>
  );
}

function Connection({ item }: { item: ConnectionDetail }) {
  const { t } = useLingui();
  const said = useSaid();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (move: Move) => api.post<ConnectionDetail>(`/api/connections/${item.id}/${move}`),
    onSuccess: (shown) => queries.setQueryData(['/api/connections', item.id], shown),
  });
  return (
    <PageFrame
      title={t`Connection`}
      heading={
        <>
          {said(item.title)} · <Verbatim longest={60}>{item.channel.name}</Verbatim>
        </>
      }
      lead={
        <>
          <StateMark state={item.state} /> <Instant at={item.state_at} />
        </>
      }
      actions={<Moves item={item} act={act} />}
    >
      <ProblemNote failure={act.error} />
      <Panel title={t`What was fetched`}>
        <Feeds item={item} />
        <Group mt="md" gap="xs">
          <More to={`/connections/${item.id}/skipped`}>{t`Not taken in, and why`}</More>
          <More to={`/connections/${item.id}/deliveries`}>{t`Told by the platform`}</More>
          <More to={`/connections/${item.id}/requests`}>{t`Asked of the platform`}</More>
        </Group>
      </Panel>
      {item.webhooks && <WebhooksPanel webhooks={item.webhooks} address={item.webhook_url} />}
      {item.webhooks?.by_hand && item.webhook_url && (
        <ByHandPanel byHand={item.webhooks.by_hand} address={item.webhook_url} />
      )}
      {item.state !== 'disconnected' && (
        <>
          <Panel title={t`Settings`}>
            <Settings item={item} />
          </Panel>
          <Panel title={t`What to know`}>
            <List size="sm" spacing="xs">
              {item.notes.map((note) => (
                <List.Item key={note.en}>{said(note)}</List.Item>
              ))}
            </List>
          </Panel>
        </>
      )}
      {item.texts.map(({ title, hint, text }) => (
        <Panel key={title.en} title={said(title)}>
          {hint && (
            <Text size="sm" mb="xs">
              {said(hint)}
            </Text>
          )}
          <Snippet code={text} label={said(title)} />
        </Panel>
      ))}
    </PageFrame>
  );
}

const More = ({ to, children }: { to: string; children: string }) => (
  <Button component={Link} to={to} variant="default" size="xs">
    {children}
  </Button>
);

type Act = { isPending: boolean; error: unknown; mutate(move: Move): void };

function Moves({ item, act }: { item: ConnectionDetail; act: Act }) {
  const { t } = useLingui();
  const [asks, setAsks] = useState(false);
  if (item.state === 'disconnected') return null;
  const button = (move: Move, label: string) => (
    <Button variant="default" loading={act.isPending} onClick={() => act.mutate(move)}>
      {label}
    </Button>
  );
  return (
    <>
      {item.state === 'connected' && button('run', t`Read now`)}
      {item.state === 'connected' ? button('pause', t`Pause`) : button('resume', t`Go on`)}
      <Button variant="default" c="red" onClick={() => setAsks(true)}>{t`Disconnect`}</Button>
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t`Disconnect`}
        act={t`Disconnect`}
        pending={act.isPending}
        failure={act.error}
        onConfirm={() => {
          act.mutate('disconnect');
          setAsks(false);
        }}
      >
        <Trans>
          It ends at once, for good. Webhooks that we subscribed are taken back, then its keys are destroyed.
          What was fetched stays; to connect again, you enter the keys anew.
        </Trans>
      </Confirm>
    </>
  );
}

/** Of each: what came, how far it is, and what is in its way. A list and no table: it must be read on a phone. */
function Feeds({ item }: { item: ConnectionDetail }) {
  const { t } = useLingui();
  const { number } = useWords();
  const said = useSaid();
  return (
    <Stack gap="md">
      {item.feeds.map((feed) => (
        <div key={feed.name}>
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{said(feed.title)}</Text>
            {item.state !== 'disconnected' && <Behind feed={feed} />}
          </Group>
          <Text size="sm" c="dimmed" component="div">
            {t`${number(feed.fetched)} fetched`} · {t`${number(feed.skipped)} not taken in`}
            {feed.last_run_at && (
              <>
                {' · '}
                <Trans>
                  last read <Instant at={feed.last_run_at} brief />
                </Trans>
              </>
            )}
          </Text>
          {/* Of one that rests nothing is tried again. */}
          {item.state === 'connected' && <Failure failure={feed.failure} />}
        </div>
      ))}
    </Stack>
  );
}

function Settings({ item }: { item: ConnectionDetail }) {
  const said = useSaid();
  return (
    <dl className={css.facts}>
      {item.settings.map(({ name, title, value }) => (
        <Fragment key={name}>
          <dt>{said(title)}</dt>
          <dd>{value === null ? '–' : <Verbatim longest={80}>{value}</Verbatim>}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
