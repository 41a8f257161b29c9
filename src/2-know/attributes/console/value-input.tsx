/** One value of an attribute, typed or chosen as its type wants. */
import { useLingui } from '@lingui/react/macro';
import { Button, Group, MultiSelect, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiProblem, ProblemNote } from '#console/kit';
import type { AttributeOf, AttributeValue } from '../contract.ts';
import { useAttributeWords } from './attribute-words.ts';

type Props = {
  item: AttributeOf;
  pending: boolean;
  failure: unknown;
  onSave(value: AttributeValue | null): void;
  onCancel(): void;
};

export function ValueInput({ item, pending, failure, onSave, onCancel }: Props) {
  const { t } = useLingui();
  const [value, setValue] = useState<AttributeValue | null>(item.value);
  const said = failure instanceof ApiProblem ? failure.fields[0]?.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) onSave(isEmpty(value) ? null : value);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Input item={item} value={value} onChange={setValue} {...(said && { error: said })} />
        {failure !== null && !said && <ProblemNote failure={failure} />}
        <Group gap={6} justify="flex-end">
          <Button size="compact-xs" variant="default" onClick={onCancel}>{t`Cancel`}</Button>
          <Button size="compact-xs" type="submit" loading={pending}>{t`Save`}</Button>
        </Group>
      </Stack>
    </form>
  );
}

const isEmpty = (value: AttributeValue | null): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

type InputProps = {
  item: AttributeOf;
  value: AttributeValue | null;
  onChange(value: AttributeValue | null): void;
  error?: string;
};

function Input({ item, value, onChange, error }: InputProps) {
  const { t } = useLingui();
  const { titleOf } = useAttributeWords();
  const label = titleOf(item.title);
  const plain = { 'aria-label': label, size: 'xs', error, 'data-autofocus': true } as const;
  const had = Array.isArray(value) ? value : [value];
  const options = item.options
    .filter(({ key, withdrawn }) => !withdrawn || had.includes(key))
    .map(({ key, title }) => ({ value: key, label: titleOf(title) }));
  const text = typeof value === 'string' ? value : '';
  switch (item.type) {
    case 'number':
      return (
        <NumberInput
          {...plain}
          value={typeof value === 'number' ? value : ''}
          onChange={(given) => onChange(typeof given === 'number' ? given : null)}
        />
      );
    case 'yes_no':
      return (
        <Select
          {...plain}
          clearable
          data={[
            { value: 'true', label: t`Yes` },
            { value: 'false', label: t`No` },
          ]}
          value={value === null ? null : String(value)}
          onChange={(given) => onChange(given === null ? null : given === 'true')}
        />
      );
    case 'choice':
      return (
        <Select {...plain} clearable searchable data={options} value={text || null} onChange={onChange} />
      );
    case 'choices':
      return (
        <MultiSelect
          {...plain}
          clearable
          searchable
          data={options}
          value={had.filter((one) => typeof one === 'string')}
          onChange={onChange}
        />
      );
    case 'long_text':
      return (
        <Textarea
          {...plain}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={5000}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...plain}
          type={
            item.type === 'date'
              ? 'date'
              : item.type === 'email'
                ? 'email'
                : item.type === 'phone'
                  ? 'tel'
                  : 'text'
          }
          maxLength={2000}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
