/** Who belongs to a group, each leading to her page. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Mark, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { AfterLeaving, GroupDetail } from '../contract.ts';
import { useGroupWords } from './group-words.ts';
import css from './groups.module.css';

type Props = {
  group: GroupDetail;
  /** Whose page this is on: she is not a link to herself. */
  self?: string;
  /** Where they may be taken out; told what is left of the group. */
  onLeft?: ((group: GroupDetail | null) => void) | undefined;
};

export function Members({ group, self, onLeft }: Props) {
  const { t } = useLingui();
  const { day } = useWords();
  const { roles } = useGroupWords();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: (customer: string) => api.delete<AfterLeaving>(`/api/groups/${group.id}/members/${customer}`),
    onSuccess: (left) => {
      void queries.invalidateQueries({ queryKey: ['/api/customers'] });
      onLeft?.(left.group);
    },
  });
  const { others } = group;
  return (
    <>
      <ul className={css.members}>
        {group.members.map((member) => {
          const { customer } = member;
          const name = member.name ?? t`Customer ${customer}`;
          return (
            <li key={customer} className={css.member}>
              <span className={css.who}>
                {customer === self ? (
                  <Verbatim longest={80}>{name}</Verbatim>
                ) : (
                  <Anchor component={Link} to={`/customers/${customer}`}>
                    <Verbatim longest={80}>{name}</Verbatim>
                  </Anchor>
                )}
              </span>
              {member.roles.map((role) => (
                <Mark key={role} tone="quiet">
                  {roles[role]}
                </Mark>
              ))}
              <span className={css.quiet}>{t`since ${day(member.since)}`}</span>
              {onLeft && (
                <ActionIcon
                  className={css.push}
                  size="sm"
                  variant="subtle"
                  color="gray"
                  loading={leave.isPending && leave.variables === customer}
                  aria-label={t`Take member out`}
                  onClick={() => leave.mutate(customer)}
                >
                  <IconUserMinus size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {others > 0 && (
        <span className={css.quiet}>
          <Trans>
            and <Plural value={others} one="# other" other="# others" />
          </Trans>
        </span>
      )}
      <ProblemNote failure={leave.error} />
    </>
  );
}
