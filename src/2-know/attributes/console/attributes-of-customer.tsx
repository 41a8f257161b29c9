/** What staff noted of a customer, edited where it stands. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Group, Skeleton, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Mark, mayOpen, Panel, ProblemNote, useMe, Verbatim } from '#console/kit';
import type { AttributeOf, AttributesOf, AttributeValue } from '../contract.ts';
import { useAttributeWords } from './attribute-words.ts';
import css from './attributes.module.css';
import { ValueInput } from './value-input.tsx';

export function AttributesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const { sectionOf } = useAttributeWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'attributes'],
    queryFn: ({ signal }) => api.get<AttributesOf>(`/api/customers/${customer}/attributes`, { signal }),
  });
  const shown = data?.items.filter(({ hidden }) => !hidden) ?? [];
  // What has no section comes last, under a word of its own.
  const bySection = Map.groupBy(shown, ({ section }) => section);
  const sections = [...bySection].sort(([one], [other]) => Number(one === null) - Number(other === null));
  return (
    <Panel title={t`Noted by staff`}>
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={80} />}
      {data && shown.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No custom attributes are defined for your role.</Trans>{' '}
          {mayOpen(role, ['operations', 'developer']) && (
            <Anchor component={Link} to="/attributes?new=1" inherit underline="always">
              <Trans>Define one</Trans>
            </Anchor>
          )}
        </Text>
      )}
      {sections.map(([section, items]) => (
        <section key={section ?? ''} className={css.section}>
          {sections.length > 1 && (
            <h3>{section === null ? sectionOf(null) : <Verbatim longest={60}>{section}</Verbatim>}</h3>
          )}
          <dl className={css.facts}>
            {items.map((item) => (
              <Fact key={item.key} customer={customer} item={item} />
            ))}
          </dl>
        </section>
      ))}
    </Panel>
  );
}

function Fact({ customer, item }: { customer: string; item: AttributeOf }) {
  const { t } = useLingui();
  const { titleOf } = useAttributeWords();
  const [editing, setEditing] = useState(false);
  const title = titleOf(item.title);
  return (
    <div className={css.fact}>
      <dt>
        <Verbatim longest={80}>{title}</Verbatim>
      </dt>
      <dd>
        {editing ? (
          <Editing customer={customer} item={item} onDone={() => setEditing(false)} />
        ) : (
          <Group gap={6} wrap="nowrap" justify="space-between" align="start">
            <Value item={item} />
            {item.editable && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t`Edit ${title}`}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={14} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        )}
      </dd>
    </div>
  );
}

function Value({ item }: { item: AttributeOf }) {
  const { t } = useLingui();
  const { read } = useAttributeWords();
  if (item.masked) return <Mark tone="quiet">{t`Masked`}</Mark>;
  if (item.value === null) return item.required ? <Mark tone="warn">{t`Missing`}</Mark> : <span>—</span>;
  const text = read(item, item.value);
  if (item.type !== 'url') return <Verbatim longest={400}>{text}</Verbatim>;
  return (
    <Anchor href={text} target="_blank" rel="noopener noreferrer nofollow">
      <Verbatim longest={60}>{text}</Verbatim>
    </Anchor>
  );
}

function Editing({ customer, item, onDone }: { customer: string; item: AttributeOf; onDone(): void }) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (value: AttributeValue | null) =>
      api.put<AttributesOf>(`/api/customers/${customer}/attributes`, { values: { [item.key]: value } }),
    onSuccess: (answer) => {
      queries.setQueryData(['/api/customers', customer, 'attributes'], answer);
      onDone();
    },
  });
  return (
    <ValueInput
      item={item}
      pending={save.isPending}
      failure={save.error}
      onSave={save.mutate}
      onCancel={onDone}
    />
  );
}
