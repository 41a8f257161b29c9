/** Who did what, when; and whether anybody took a line out. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  api,
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  PageFrame,
  ProblemNote,
  Verbatim,
} from '#console/kit';
import type { AuditItem } from '../contract.ts';

export default function AuditPage() {
  const { t } = useLingui();
  const columns = useAuditColumns();
  return (
    <PageFrame
      title={t`Audit log`}
      lead={
        <Trans>
          Every change by staff, programs and the command line. Each line is chained to the one before, so
          that a missing one shows.
        </Trans>
      }
      actions={<Verify />}
    >
      <ListPage<AuditItem>
        page="audit"
        endpoint="/api/audit"
        label={t`Audit log`}
        columns={columns}
        search={t`Object`}
        sort="-id"
        filters={[
          { name: 'act', label: t`Act`, kind: 'text' },
          { name: 'actor', label: t`Who`, kind: 'text' },
          { name: 'from', label: t`From`, kind: 'instant' },
          { name: 'to', label: t`To`, kind: 'instant' },
        ]}
        rowId={(item) => String(item.id)}
        empty={{ title: t`Nothing yet`, text: <Trans>What staff change is written here.</Trans> }}
      />
    </PageFrame>
  );
}

function Verify() {
  const { t } = useLingui();
  const verify = useMutation({
    mutationFn: () => api.get<{ broken_at: number | null }>('/api/audit/verify'),
  });
  const at = verify.data?.broken_at;
  return (
    <>
      <ProblemNote failure={verify.error} />
      <span role="status">
        {verify.data &&
          (at === null ? (
            <Mark tone="ok">{t`The chain is whole`}</Mark>
          ) : (
            <Mark tone="bad">{t`Broken at line ${at ?? 0}`}</Mark>
          ))}
      </span>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={14} aria-hidden />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        {t`Verify the chain`}
      </Button>
    </>
  );
}

function useAuditColumns(): Column<AuditItem>[] {
  const { t } = useLingui();
  return useMemo(
    () => [
      { id: 'at', title: t`When`, cell: (item) => <Instant at={item.at} /> },
      {
        id: 'who',
        title: t`Who`,
        cell: (item) => <Verbatim longest={80}>{item.name || item.actor}</Verbatim>,
      },
      { id: 'act', title: t`Act`, cell: (item) => <Mono>{item.act}</Mono> },
      { id: 'object', title: t`Object`, cell: (item) => <Mono longest={80}>{item.object}</Mono> },
      {
        id: 'detail',
        title: t`Detail`,
        cell: (item) => (
          <Verbatim longest={160}>
            {Object.entries(item.detail)
              .map(([name, value]) => `${name}: ${value}`)
              .join(' · ')}
          </Verbatim>
        ),
      },
      { id: 'ip', title: t`Address`, optional: true, cell: (item) => item.ip && <Mono>{item.ip}</Mono> },
      { id: 'id', title: t`Line`, sort: 'id', end: true, cell: (item) => item.id },
      { id: 'hash', title: t`Hash`, optional: true, cell: (item) => <Mono longest={16}>{item.hash}</Mono> },
    ],
    [t],
  );
}
