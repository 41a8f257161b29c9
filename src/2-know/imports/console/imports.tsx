import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, PageFrame, useWords, Verbatim } from '#console/kit';
import type { ImportItem } from '../contract.ts';
import { ImportState, useSaid } from './import-words.tsx';

export default function ImportsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const columns = useImportColumns();
  return (
    <PageFrame
      title={t`Imports`}
      lead={<Trans>A shop’s past, from files: the same file again changes nothing.</Trans>}
      actions={
        <Button component={Link} to="/imports/new" leftSection={<IconPlus size={14} aria-hidden />}>
          {t`New import`}
        </Button>
      }
    >
      <ListPage<ImportItem>
        page="imports"
        endpoint="/api/imports"
        label={t`Imports`}
        columns={columns}
        filters={[]}
        search={t`Name of the file`}
        sort="-started_at"
        rowId={(item) => item.id}
        onOpen={(item) => void navigate({ to: `/imports/${item.id}` })}
        empty={{
          icon: IconFileImport,
          title: t`Nothing was taken in yet`,
          text: <Trans>Orders, customers and products from other systems come in here, as tables.</Trans>,
        }}
      />
    </PageFrame>
  );
}

function useImportColumns(): Column<ImportItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const said = useSaid();
  return useMemo(
    () => [
      { id: 'file', title: t`File`, cell: (item) => <Verbatim longest={60}>{item.file}</Verbatim> },
      { id: 'kind', title: t`Kind`, cell: (item) => said(item.title) },
      {
        id: 'channel',
        title: t`Channel`,
        cell: (item) => <Verbatim longest={40}>{item.channel.name}</Verbatim>,
      },
      { id: 'state', title: t`State`, cell: (item) => <ImportState state={item.state} /> },
      { id: 'rejected', title: t`Refused rows`, end: true, cell: (item) => number(item.rejected) },
      {
        id: 'started',
        title: t`Begun`,
        sort: 'started_at',
        cell: (item) => <Instant at={item.started_at} brief />,
      },
    ],
    [t, number, said],
  );
}
