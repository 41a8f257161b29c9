/** What customers ask of what is kept about them: to be erased, which happens by itself, or to have a copy, which people hand over. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { IconMailQuestion } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { type Column, Instant, ListPage, Mark, PageFrame, type Tone, Verbatim } from '#console/kit';
import type { RequestItem } from '../contract.ts';
import { SettleRequest } from './settle-request.tsx';

const TONES: Record<RequestItem['state'], Tone> = {
  open: 'warn',
  done: 'ok',
  declined: 'quiet',
  lapsed: 'quiet',
};

export default function RequestsOfCustomersPage() {
  const { t } = useLingui();
  const things = useThings();
  const states = useStates();
  const columns = useColumns();
  const [opened, setOpened] = useState<RequestItem | null>(null);
  return (
    <PageFrame
      title={t`What customers ask`}
      lead={
        <Trans>
          Who asks to be erased is erased after two days, unless an owner declines. A copy is handed over by
          you.
        </Trans>
      }
    >
      <ListPage<RequestItem>
        page="customer-requests"
        endpoint="/api/customer-requests"
        label={t`What customers ask`}
        columns={columns}
        filters={[
          { name: 'what', label: t`Asks for`, kind: 'choice', options: optionsOf(things) },
          { name: 'state', label: t`State`, kind: 'choice', options: optionsOf(states) },
        ]}
        search={t`Channel`}
        sort="due_at"
        rowId={(item) => item.id}
        onOpen={setOpened}
        opened={opened?.id}
        empty={{
          icon: IconMailQuestion,
          title: t`Nobody asked for anything`,
          text: (
            <Trans>
              When a customer asks a platform to be erased, or for her data, the platform tells us and it
              appears here.
            </Trans>
          ),
        }}
      />
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened && things[opened.what]}
        size="lg"
      >
        {opened && <SettleRequest request={opened} onDone={() => setOpened(null)} />}
      </Modal>
    </PageFrame>
  );
}

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

function useThings(): Record<RequestItem['what'], string> {
  const { t } = useLingui();
  return useMemo(() => ({ erasure: t`To be erased`, copy: t`A copy of her data` }), [t]);
}

function useStates(): Record<RequestItem['state'], string> {
  const { t } = useLingui();
  return useMemo(
    () => ({
      open: t({ message: 'Open', context: 'request of a customer' }),
      done: t({ message: 'Done', context: 'request of a customer' }),
      declined: t`Declined`,
      lapsed: t`Lapsed: she was erased`,
    }),
    [t],
  );
}

function useColumns(): Column<RequestItem>[] {
  const { t } = useLingui();
  const things = useThings();
  const states = useStates();
  return useMemo(
    () => [
      { id: 'what', title: t`Asks for`, cell: ({ what }) => things[what] },
      { id: 'customer', title: t`Customer`, cell: ({ customer_id }) => t`Customer ${customer_id}` },
      {
        id: 'via',
        title: t`By way of`,
        cell: ({ asked_via }) => <Verbatim longest={60}>{asked_via}</Verbatim>,
      },
      {
        id: 'state',
        title: t`State`,
        cell: ({ state }) => <Mark tone={TONES[state]}>{states[state]}</Mark>,
      },
      {
        id: 'asked',
        title: t`Asked`,
        sort: 'asked_at',
        cell: (item) => <Instant at={item.asked_at} brief />,
      },
      { id: 'due', title: t`Due`, sort: 'due_at', cell: (item) => <Instant at={item.due_at} brief /> },
      {
        id: 'reason',
        title: t`Reason`,
        optional: true,
        cell: ({ reason }) => reason && <Verbatim longest={120}>{reason}</Verbatim>,
      },
    ],
    [t, things, states],
  );
}
