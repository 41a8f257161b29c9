import { Trans, useLingui } from '@lingui/react/macro';
import { IconFilter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, Mono, PageFrame, Verbatim } from '#console/kit';
import type { SkippedItem } from '../contract.ts';
import { OfConnection, useSaid } from './connection-words.tsx';

export default function SkippedPage() {
  const { t } = useLingui();
  const said = useSaid();
  const { id } = useParams({ strict: false }) as { id: string };
  const columns = useMemo((): Column<SkippedItem>[] => {
    const kinds: Record<string, string> = {
      order: t`Order`,
      product: t`Product`,
      customer: t`Customer`,
      parcel: t`Parcel`,
    };
    return [
      { id: 'what', title: t`Kind`, cell: ({ what }) => kinds[what] ?? <Mono>{what}</Mono> },
      { id: 'id', title: t`Number`, cell: (item) => <Verbatim longest={60}>{item.id}</Verbatim> },
      { id: 'why', title: t`Why`, cell: ({ words }) => said(words) },
      { id: 'at', title: t`When`, sort: 'at', cell: ({ at }) => <Instant at={at} brief /> },
    ];
  }, [t, said]);
  return (
    <PageFrame
      title={t`Not taken in`}
      lead={
        <>
          <OfConnection id={id} />
          <Trans>
            What the platform has and we could not store. What comes right later leaves this list.
          </Trans>
        </>
      }
    >
      <ListPage<SkippedItem>
        page="connection-skipped"
        endpoint={`/api/connections/${id}/skipped`}
        label={t`Not taken in`}
        columns={columns}
        search={t`Number`}
        sort="-at"
        rowId={(item) => `${item.what} ${item.id}`}
        empty={{
          icon: IconFilter,
          title: t`Everything was taken in`,
          text: <Trans>Nothing of what the platform gave was left out.</Trans>,
        }}
      />
    </PageFrame>
  );
}
