/** Groups of customers, and the form that makes one. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  mayOpen,
  PageFrame,
  useMe,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { GroupItem } from '../contract.ts';
import { GROUP_KINDS } from './choices.ts';
import { useGroupWords } from './group-words.ts';
import { NewGroupForm } from './new-group-form.tsx';

export default function GroupsPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const { role } = useMe();
  const { kinds } = useGroupWords();
  const columns = useGroupColumns();
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: '/groups/$id', params: { id } });
  const mayMake = mayOpen(role, ['agent', 'operations']);
  const make = mayMake && (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`New group`}
    </Button>
  );
  const close = () => change({ new: null, customer: null }, { replace: true });
  const isOpen = mayMake && url.new !== undefined;
  return (
    <PageFrame
      title={t`Groups`}
      lead={
        <Trans>Customers who belong together: those of a household, and those who buy for a company.</Trans>
      }
      actions={make}
    >
      <ListPage<GroupItem>
        page="groups"
        endpoint="/api/groups"
        label={t`Groups`}
        columns={columns}
        search={t`Company, or a household’s whole name`}
        sort="-created_at"
        filters={[
          {
            name: 'kind',
            label: t`Kind`,
            kind: 'choice',
            options: GROUP_KINDS.map((value) => ({ value, label: kinds[value] })),
          },
        ]}
        rowId={(group) => group.id}
        onOpen={(group: GroupItem) => open(group.id)}
        empty={{
          icon: IconUsersGroup,
          title: t`No groups yet`,
          text: (
            <Trans>
              Make one for a family that orders together, or a company that several people buy for.
            </Trans>
          ),
          action: make,
        }}
      />
      <Modal opened={isOpen} onClose={close} title={t`New group`}>
        {isOpen && <NewGroupForm customer={url.customer ?? ''} onDone={(group) => open(group.id)} />}
      </Modal>
    </PageFrame>
  );
}

function useGroupColumns(): Column<GroupItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const { kinds } = useGroupWords();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t`Name`,
        sort: 'name',
        cell: (group) =>
          group.masked ? (
            <Mark tone="quiet">{t`Masked`}</Mark>
          ) : (
            <Verbatim longest={120}>{group.name ?? '—'}</Verbatim>
          ),
      },
      { id: 'kind', title: t`Kind`, cell: (group) => kinds[group.kind] },
      { id: 'number', title: t`Number`, optional: true, cell: (group) => <Mono>{group.id}</Mono> },
      {
        id: 'members',
        title: t`Members`,
        sort: 'members',
        end: true,
        cell: (group) => number(group.members),
      },
      {
        id: 'made',
        title: t`Made`,
        sort: 'created_at',
        cell: (group) => <Instant at={group.created_at} brief />,
      },
    ],
    [t, number, kinds],
  );
}
