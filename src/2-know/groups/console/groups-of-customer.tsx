/** A customer's groups, and who else belongs to them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Modal, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Mark, mayOpen, Panel, ProblemNote, useMe, Verbatim } from '#console/kit';
import type { GroupsOf } from '../contract.ts';
import { useGroupWords } from './group-words.ts';
import css from './groups.module.css';
import { JoinForm } from './join-form.tsx';
import { Members } from './members.tsx';

export function GroupsOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const { kinds, nameOf } = useGroupWords();
  const [joining, setJoining] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'groups'],
    queryFn: ({ signal }) => api.get<GroupsOf>(`/api/customers/${customer}/groups`, { signal }),
  });
  return (
    <Panel
      title={t`Groups`}
      actions={
        mayOpen(role, ['agent', 'operations']) && (
          <Group gap={6}>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setJoining(true)}
            >{t`Add to a group…`}</Button>
            <Button
              size="compact-sm"
              variant="default"
              component={Link}
              to={`/groups?new=1&customer=${customer}`}
            >{t`New group`}</Button>
          </Group>
        )
      }
    >
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={60} />}
      {data && data.items.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>She is in no group: put her with her household, or the company she buys for.</Trans>
        </Text>
      )}
      <ul className={css.list}>
        {data?.items.map((group) => (
          <li key={group.id} className={css.group}>
            <div className={css.member}>
              <Anchor component={Link} to={`/groups/${group.id}`} fw={600}>
                <Verbatim longest={120}>{nameOf(group)}</Verbatim>
              </Anchor>
              <Mark tone="quiet">{kinds[group.kind]}</Mark>
            </div>
            <Members group={group} self={customer} />
          </li>
        ))}
      </ul>
      <Modal opened={joining} onClose={() => setJoining(false)} title={t`Add to a group`}>
        {joining && <JoinForm customer={customer} onDone={() => setJoining(false)} />}
      </Modal>
    </Panel>
  );
}
