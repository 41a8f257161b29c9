/** One closed month: as closed, as it is now, and the orders in between. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Select, Skeleton, Table, Text } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import {
  api,
  Confirm,
  Instant,
  Mark,
  mayOpen,
  PageFrame,
  Panel,
  ProblemNote,
  useMe,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { ClosingDetail } from '../contract.ts';
import { DEFAULT_FIGURE, FIGURES } from './reconciliation-words.tsx';

export default function ClosingPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const [url] = useUrlState();
  const figure = FIGURES.find((name) => name === url.figure) ?? DEFAULT_FIGURE;
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/closings', id, figure],
    queryFn: ({ signal }) => api.get<ClosingDetail>(`/api/closings/${id}`, { query: { figure }, signal }),
    refetchInterval: ({ state }) => (state.data?.ready === false ? 2000 : 60_000),
  });
  return (
    <PageFrame
      title={t`Closed month`}
      {...(data && {
        heading: (
          <>
            {data.month} · <Verbatim longest={60}>{data.channel.name}</Verbatim>
          </>
        ),
        lead: <ClosedBy closing={data} />,
        actions: !data.reopened_at && <Reopen closing={data} />,
      })}
    >
      {error && !data ? (
        <ProblemNote failure={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={320} />
      ) : !data.ready ? (
        <Text c="dimmed">
          <Trans>Its figures are being drawn: the lake has not come to the moment of closing yet.</Trans>
        </Text>
      ) : (
        <>
          <Figures closing={data} />
          <Restated closing={data} figure={figure} />
        </>
      )}
    </PageFrame>
  );
}

function ClosedBy({ closing }: { closing: ClosingDetail }) {
  const { t } = useLingui();
  return (
    <>
      <Trans>
        Closed by <Verbatim longest={60}>{closing.closed_by}</Verbatim>, <Instant at={closing.closed_at} />
      </Trans>{' '}
      {closing.reopened_at && <Mark tone="quiet">{t`Opened again`}</Mark>}
    </>
  );
}

function Figures({ closing: { figures, currency } }: { closing: ClosingDetail }) {
  const { t, i18n } = useLingui();
  const { money, number } = useWords();
  return (
    <Panel title={t`Figures`} flush>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Figure`}</Table.Th>
              <Table.Th ta="end">{t`As closed`}</Table.Th>
              <Table.Th ta="end">{t`Now`}</Table.Th>
              <Table.Th ta="end">{t`Restated`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.map(({ name, unit, title, ...values }) => {
              const said = (value: number): string =>
                unit === 'money' ? money(value, currency) : number(value);
              return (
                <Table.Tr key={name}>
                  <Table.Td>{i18n.locale === 'zh-CN' ? title.zh : title.en}</Table.Td>
                  <Table.Td ta="end">{said(values.closed)}</Table.Td>
                  <Table.Td ta="end">{said(values.now)}</Table.Td>
                  <Table.Td ta="end">{values.restated === 0 ? '—' : said(values.restated)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Restated({ closing, figure }: { closing: ClosingDetail; figure: string }) {
  const { t, i18n } = useLingui();
  const { money } = useWords();
  const [, change] = useUrlState();
  const named = closing.figures.filter(({ name }) => FIGURES.some((one) => one === name));
  return (
    <Panel
      title={t`Learned since`}
      actions={
        <Select
          size="xs"
          aria-label={t`Figure`}
          allowDeselect={false}
          data={named.map(({ name, title }) => ({
            value: name,
            label: i18n.locale === 'zh-CN' ? title.zh : title.en,
          }))}
          value={figure}
          onChange={(value) => change({ figure: value }, { replace: true })}
        />
      }
    >
      {closing.orders.length === 0 ? (
        <Text c="dimmed">{t`Nothing changed this figure since.`}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Order`}</Table.Th>
              <Table.Th ta="end">{t`By so much`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {closing.orders.map(({ id, number, amount }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Anchor component={Link} to={`/orders/${id}`}>
                    <Verbatim longest={40}>{number}</Verbatim>
                  </Anchor>
                </Table.Td>
                <Table.Td ta="end">{money(amount, closing.currency)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}

function Reopen({ closing }: { closing: ClosingDetail }) {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const reopening = useMutation({
    mutationFn: () => api.post<unknown>(`/api/closings/${closing.id}/reopening`),
    onSuccess: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ['/api/closings'] });
    },
  });
  if (!mayOpen(role, ['analyst'])) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLockOpen size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >{t`Open again`}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Open again`}
        act={t`Open again`}
        pending={reopening.isPending}
        failure={reopening.error}
        onConfirm={() => reopening.mutate()}
      >
        <Text>
          <Trans>
            This line stays, with your name. Closed anew, the month has the figures of that moment.
          </Trans>
        </Text>
      </Confirm>
    </>
  );
}
