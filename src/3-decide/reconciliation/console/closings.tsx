/** All months that were closed. */
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mark, PageFrame, Verbatim } from '#console/kit';
import type { ClosingItem } from '../contract.ts';

export default function ClosingsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <PageFrame
      title={t`Closed months`}
      lead={<Trans>Figures as they were closed. What was learned later stands beside them.</Trans>}
    >
      <ListPage<ClosingItem>
        page="closings"
        endpoint="/api/closings"
        label={t`Closed months`}
        columns={useClosingColumns()}
        search={t`Month or name`}
        sort="-id"
        filters={[{ name: 'channel', label: t`Channel number`, kind: 'text' }]}
        rowId={(closing) => closing.id}
        onOpen={(closing) => void navigate({ to: `/closings/${closing.id}` })}
        empty={{
          icon: IconLock,
          title: t`No month is closed`,
          text: <Trans>A month is closed under Reconciliation, when its figures were compared.</Trans>,
        }}
      />
    </PageFrame>
  );
}

function useClosingColumns(): Column<ClosingItem>[] {
  const { t } = useLingui();
  return useMemo(
    () => [
      { id: 'month', title: t`Month`, cell: (closing) => closing.month },
      {
        id: 'channel',
        title: t`Channel`,
        cell: (closing) => <Verbatim longest={60}>{closing.channel.name}</Verbatim>,
      },
      {
        id: 'state',
        title: t`State`,
        cell: (closing) =>
          closing.reopened_at ? (
            <Mark tone="quiet">{t`Opened again`}</Mark>
          ) : (
            <Mark tone="ok">{t`Books closed`}</Mark>
          ),
      },
      { id: 'at', title: t`Closed at`, cell: (closing) => <Instant at={closing.closed_at} brief /> },
      { id: 'by', title: t`By`, cell: (closing) => <Verbatim longest={60}>{closing.closed_by}</Verbatim> },
      {
        id: 'again',
        title: t`Opened again by`,
        optional: true,
        cell: (closing) => closing.reopened_by && <Verbatim longest={60}>{closing.reopened_by}</Verbatim>,
      },
    ],
    [t],
  );
}
