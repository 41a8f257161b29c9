/** Who is it? Found by an exact id only: identifiers are kept as keyed digests, which cannot be searched. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconUserSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  type ApiPage,
  api,
  Empty,
  Instant,
  Mark,
  Mono,
  PageFrame,
  Panel,
  ProblemNote,
  useUrlState,
  useWords,
} from '#console/kit';
import type { FoundCustomer } from './answers.ts';
import css from './customers.module.css';
import { EraseCustomer } from './erase-customer.tsx';

export default function FindCustomerPage() {
  const { t } = useLingui();
  const [{ kind, value }] = useUrlState();
  const asked = kind !== undefined && value !== undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers/find', kind, value],
    queryFn: ({ signal }) =>
      api.get<ApiPage<FoundCustomer>>('/api/customers/find', { query: { kind, value }, signal }),
    enabled: asked,
  });
  return (
    <PageFrame
      title={t`Find and erase`}
      lead={
        <Trans>
          A customer asks what you know of her, or wants to be forgotten: find her by an id and act on it.
        </Trans>
      }
      actions={
        <Button component={Link} to="/erasures" variant="default">
          {t`Erasures so far`}
        </Button>
      }
    >
      <Search key={`${kind} ${value}`} kind={kind} value={value} />
      <ProblemNote failure={error} retry={() => void refetch()} />
      {asked && !data && !error && <Skeleton h={140} />}
      {data?.items.length === 0 && (
        <Panel>
          <Empty
            icon={IconUserSearch}
            title={t`Nobody by that id`}
            text={<Trans>Ids must be given exactly as they were sent, capital letters and all.</Trans>}
          />
        </Panel>
      )}
      {data?.items.map((customer) => (
        <Found key={customer.customer_id} customer={customer} />
      ))}
    </PageFrame>
  );
}

function Search({ kind = 'user_id', value = '' }: { kind: string | undefined; value: string | undefined }) {
  const { t } = useLingui();
  const [, change] = useUrlState();
  const form = useForm({ initialValues: { kind, value } });
  return (
    <Panel>
      <form onSubmit={form.onSubmit((values) => change({ kind: values.kind, value: values.value.trim() }))}>
        <Group align="flex-end" gap="sm">
          <Select
            label={t`Kind of id`}
            allowDeselect={false}
            data={[
              { value: 'user_id', label: t`User id` },
              { value: 'anonymous_id', label: t`Anonymous id` },
              { value: 'customer_id', label: t`Customer id` },
            ]}
            {...form.getInputProps('kind')}
          />
          <TextInput
            className={css.value}
            label={t`Id`}
            required
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('value')}
          />
          <Button type="submit">{t`Find`}</Button>
        </Group>
      </form>
    </Panel>
  );
}

function Found({ customer }: { customer: FoundCustomer }) {
  const { t } = useLingui();
  const { number } = useWords();
  const id = String(customer.customer_id);
  return (
    <Panel
      title={t`Customer ${id}`}
      actions={
        <>
          <Button component={Link} to={`/customers/${id}`} variant="default">{t`Open`}</Button>
          {customer.erased_at ? <Mark tone="bad">{t`Erased`}</Mark> : <EraseCustomer customer={customer} />}
        </>
      }
    >
      <dl className={css.facts}>
        <dt>{t`First seen`}</dt>
        <dd>
          <Instant at={customer.created_at} />
        </dd>
        {customer.erased_at && (
          <>
            <dt>{t`Erased`}</dt>
            <dd>
              <Instant at={customer.erased_at} />
            </dd>
          </>
        )}
        <dt>{t`Events`}</dt>
        <dd>
          <Anchor component={Link} to={`/events?customer=${id}`}>
            {number(customer.events)}
          </Anchor>
        </dd>
        <dt>{t`Identifiers`}</dt>
        <dd>
          <Identifiers identifiers={customer.identifiers} />
        </dd>
        <dt>{t`Linked with`}</dt>
        <dd>
          {customer.linked.length === 0
            ? t`Nobody`
            : customer.linked.map((other) => (
                <Anchor
                  key={other}
                  component={Link}
                  to={`/customers/find?kind=customer_id&value=${other}`}
                  mr={8}
                >
                  <Mono>{String(other)}</Mono>
                </Anchor>
              ))}
        </dd>
      </dl>
    </Panel>
  );
}

function Identifiers({ identifiers }: Pick<FoundCustomer, 'identifiers'>) {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    user_id: t`User id`,
    anonymous_id: t`Anonymous id`,
    claimed_user_id: t`Claimed user id`,
  };
  if (identifiers.length === 0) return t`None`;
  return (
    <Stack gap={4} align="flex-start">
      {identifiers.map(({ kind, verified }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identifiers have no id that may be shown
        <span key={index}>
          {kinds[kind] ?? kind}{' '}
          {verified ? <Mark tone="ok">{t`Verified`}</Mark> : <Mark tone="warn">{t`Claimed`}</Mark>}
        </span>
      ))}
    </Stack>
  );
}
