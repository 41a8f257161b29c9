/** Customers that may be one person: side by side, for people to decide. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  type Column,
  Instant,
  ListPage,
  Mono,
  PageFrame,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { DuplicateItem } from '../contract.ts';
import { DecideDuplicate, useReasons } from './decide-duplicate.tsx';

export default function DuplicatesPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const reasons = useReasons();
  const columns = useColumns();
  const [one, other] = /^(\d{1,15})-(\d{1,15})$/.exec(url.pair ?? '')?.slice(1) ?? [];
  const close = () => change({ pair: null }, { replace: true });
  return (
    <PageFrame
      title={t`Duplicates`}
      lead={
        <Trans>
          Pairs that may be one person. Nothing is merged by itself: you decide, and can take it back.
        </Trans>
      }
    >
      <ListPage<DuplicateItem>
        page="duplicates"
        endpoint="/api/duplicates"
        label={t`Duplicates`}
        columns={columns}
        search={t`Name or phone`}
        sort="-confidence"
        filters={[
          {
            name: 'reason',
            label: t`Reason`,
            kind: 'choice',
            options: Object.entries(reasons).map(([value, label]) => ({ value, label })),
          },
          {
            name: 'confidence_from',
            label: t`Likeness from`,
            kind: 'choice',
            options: ['40', '60', '80'].map((value) => ({ value, label: value })),
          },
        ]}
        rowId={(item) => item.id}
        onOpen={(item) => change({ pair: `${item.one.id}-${item.other.id}` })}
        empty={{
          icon: IconUserQuestion,
          title: t`No duplicates suggested`,
          text: (
            <Trans>
              When two customers share a name and the end of a phone number, an address or a device, they
              appear here.
            </Trans>
          ),
        }}
      />
      <Modal opened={one !== undefined} onClose={close} title={t`One person, or two?`} size="lg">
        {one !== undefined && other !== undefined && (
          <DecideDuplicate one={one} other={other} onDone={close} />
        )}
      </Modal>
    </PageFrame>
  );
}

function useColumns(): Column<DuplicateItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const reasons = useReasons();
  return useMemo(() => {
    const side = (of: 'one' | 'other') => (item: DuplicateItem) => {
      const { id, name, orders } = item[of];
      return (
        <span>
          {name ? (
            <>
              <Verbatim longest={60}>{name}</Verbatim> <Mono>{`#${id}`}</Mono>
            </>
          ) : (
            t`Customer ${id}`
          )}{' '}
          · <Plural value={orders} one="# order" other="# orders" />
        </span>
      );
    };
    return [
      { id: 'one', title: t`One`, cell: side('one') },
      { id: 'other', title: t`The other`, cell: side('other') },
      {
        id: 'reasons',
        title: t`Reason`,
        cell: (item) => item.reasons.map((reason) => reasons[reason]).join(' · '),
      },
      {
        id: 'confidence',
        title: t`Likeness`,
        sort: 'confidence',
        end: true,
        cell: (item) => number(item.confidence),
      },
      {
        id: 'found',
        title: t`Found`,
        sort: 'found_at',
        cell: (item) => <Instant at={item.found_at} brief />,
      },
    ];
  }, [t, number, reasons]);
}
