/** Profiles that are one person, why, and taking them apart again. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, Instant, Mark, mayOpen, Panel, ProblemNote, useMe } from '#console/kit';
import type { CustomerDetail } from '../contract.ts';
import css from './customers.module.css';
import { useIdentifierWords } from './identifier-words.ts';

export function Merges({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  if (customer.merges.length === 0) return null;
  return (
    <Panel title={t`One person`}>
      <ul className={css.merges}>
        {customer.merges.map((merge) => (
          <Merge key={merge.id} merge={merge} />
        ))}
      </ul>
    </Panel>
  );
}

function Merge({ merge }: { merge: CustomerDetail['merges'][number] }) {
  const { t } = useLingui();
  const { role } = useMe();
  const { kinds } = useIdentifierWords();
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => api.post(`/api/merges/${merge.id}/undo`, undefined),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/customers'] }),
  });
  const evidence = merge.kind === null ? t`said by staff` : t`same ${kinds[merge.kind] ?? merge.kind}`;
  return (
    <li>
      <span>
        <Trans>
          {merge.one} and {merge.other}: {evidence}, <Instant at={merge.merged_at} brief />
        </Trans>
      </span>
      {merge.undone_at ? (
        <Mark tone="quiet">{t`Undone`}</Mark>
      ) : (
        mayOpen(role, ['agent', 'operations']) && (
          <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t`Undo`}
          </Button>
        )
      )}
      <ProblemNote failure={undo.error} />
    </li>
  );
}
