/** Who she is: what leads to her, what is known of her, how staff tagged her. */
import { Trans, useLingui } from '@lingui/react/macro';
import { TagsInput, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, Instant, Mark, mayOpen, Panel, ProblemNote, useMe, Verbatim } from '#console/kit';
import type { CustomerDetail } from '../contract.ts';
import css from './customers.module.css';
import { useIdentifierWords, useTraitWords } from './identifier-words.ts';

export function Identity({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Who she is`}>
      <dl className={css.facts}>
        <dt>{t`First seen`}</dt>
        <dd>
          <Instant at={customer.first_seen} brief />
        </dd>
        <dt>{t`Last seen`}</dt>
        <dd>
          <Instant at={customer.active_at} brief />
        </dd>
        <Identifiers customer={customer} />
        <Traits traits={customer.traits} />
      </dl>
      {customer.personal === 'masked' && (
        <p className={css.note}>
          <Trans>Personal values are masked for your role.</Trans>
        </p>
      )}
      {!customer.erased_at && <Tags customer={customer} />}
    </Panel>
  );
}

function Identifiers({ customer }: { customer: CustomerDetail }) {
  const words = useIdentifierWords();
  return customer.identifiers.slice(0, 40).map(({ kind, value, profile, weak }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: several may have the same kind, and a value may be masked
    <div key={index} className={css.fact}>
      <dt>{words.kinds[kind] ?? kind}</dt>
      <dd>
        {value === null ? '—' : <Verbatim longest={60}>{value}</Verbatim>}{' '}
        {weak && (
          <Tooltip label={words.weak[weak]?.hint ?? weak} multiline maw={280}>
            <span>
              <Mark tone="warn">{words.weak[weak]?.label ?? weak}</Mark>
            </span>
          </Tooltip>
        )}
        {customer.profiles.length > 1 && <span className={css.profile}> {profile}</span>}
      </dd>
    </div>
  ));
}

/** Shown above, or in a section of their own. */
const ELSEWHERE = ['email', 'phone', 'address', 'language', 'locale', 'interests'];

function Traits({ traits }: { traits: CustomerDetail['traits'] }) {
  const words = useTraitWords();
  return Object.entries(traits)
    .filter(([name]) => !ELSEWHERE.includes(name))
    .slice(0, 60)
    .map(([name, value]) => (
      <div key={name} className={css.fact}>
        <dt>
          <Verbatim longest={40}>{words[name] ?? name}</Verbatim>
        </dt>
        <dd>
          <Verbatim longest={200}>{inWords(value)}</Verbatim>
        </dd>
      </div>
    ));
}

/** What stands in an object is read as its values: an address in one line. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Object.values(value)
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(', ');
}

function Tags({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (tags: string[]) =>
      api.post<CustomerDetail>(`/api/customers/${customer.id}/tags`, {
        add: tags.filter((tag) => !customer.tags.includes(tag)),
        remove: customer.tags.filter((tag) => !tags.includes(tag)),
      }),
    onSuccess: (shown) => queries.setQueryData(['/api/customers', shown.id], shown),
  });
  return (
    <>
      <TagsInput
        mt="sm"
        label={t`Tags`}
        placeholder={t`Add a tag`}
        value={customer.tags}
        maxTags={50}
        clearable={false}
        disabled={!mayOpen(role, ['agent', 'operations', 'marketer']) || change.isPending}
        onChange={(tags) => change.mutate(tags)}
      />
      <ProblemNote failure={change.error} />
    </>
  );
}
