/** Who works here: invite, give a role, limit to channels, suspend, send a link to set a new password. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  type Column,
  Instant,
  ListPage,
  Mark,
  PageFrame,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { StaffItem } from '../contract.ts';
import { InviteStaff } from './invite-staff.tsx';
import { StaffDrawer } from './staff-drawer.tsx';

export default function StaffPage() {
  const { t } = useLingui();
  const { roles } = useWords();
  const [url, change] = useUrlState();
  const columns = useStaffColumns();
  const invite = (
    <Button leftSection={<IconUserPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`Invite`}
    </Button>
  );
  return (
    <PageFrame
      title={t`Staff`}
      lead={<Trans>People who sign in here, what they may do, and for which channels.</Trans>}
      actions={invite}
    >
      <ListPage<StaffItem>
        page="staff"
        endpoint="/api/staff"
        label={t`Staff`}
        columns={columns}
        search={t`Name or e-mail`}
        sort="name"
        filters={[
          {
            name: 'role',
            label: t`Role`,
            kind: 'choice',
            options: Object.entries(roles).map(([value, label]) => ({ value, label })),
          },
          {
            name: 'suspended',
            label: t`State`,
            kind: 'choice',
            options: [
              { value: 'false', label: t`Working` },
              { value: 'true', label: t`Suspended` },
            ],
          },
        ]}
        rowId={(one) => one.id}
        onOpen={(one) => change({ at: one.id })}
        opened={url.at}
        empty={{
          title: t`Nobody yet`,
          text: <Trans>Invite the people you work with.</Trans>,
          action: invite,
        }}
      />
      <InviteStaff opened={url.new !== undefined} onClose={() => change({ new: null })} />
      <StaffDrawer id={url.at} onClose={() => change({ at: null })} />
    </PageFrame>
  );
}

function useStaffColumns(): Column<StaffItem>[] {
  const { t } = useLingui();
  const { roles } = useWords();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t({ message: 'Name', context: 'of a person' }),
        sort: 'name',
        cell: (one) => <Verbatim>{one.name}</Verbatim>,
      },
      { id: 'email', title: t`E-mail`, cell: (one) => <Verbatim>{one.email}</Verbatim> },
      { id: 'role', title: t`Role`, cell: (one) => roles[one.role] },
      {
        id: 'channels',
        title: t`Channels`,
        optional: true,
        cell: (one) => <Verbatim>{one.channels?.join(', ') ?? t`All`}</Verbatim>,
      },
      {
        id: 'two_factor',
        title: t`Second factor`,
        cell: (one) =>
          one.two_factor ? <Mark tone="ok">{t`On`}</Mark> : <Mark tone="quiet">{t`Not set up`}</Mark>,
      },
      {
        id: 'state',
        title: t`State`,
        cell: (one) =>
          one.suspended ? (
            <Mark tone="bad">{t`Suspended`}</Mark>
          ) : one.accepted ? (
            <Mark tone="ok">{t`Working`}</Mark>
          ) : (
            <Mark tone="warn">{t`Invited`}</Mark>
          ),
      },
      { id: 'created', title: t`Since`, sort: 'created_at', cell: (one) => <Instant at={one.created_at} /> },
    ],
    [t, roles],
  );
}
