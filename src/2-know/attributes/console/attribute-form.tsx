/** Defines an attribute, or changes one. Key and kind are chosen once. */
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, ProblemNote, type Role, useSending, useWords } from '#console/kit';
import type { AttributeItem } from '../contract.ts';
import { useAttributeWords } from './attribute-words.ts';
import { ATTRIBUTE_ROLES, ATTRIBUTE_TYPES } from './choices.ts';
import { OptionsInput } from './options-input.tsx';
import { PlacesInput } from './places-input.tsx';
import { RulesInput } from './rules-input.tsx';

const FRESH = {
  key: '',
  type: 'text' as AttributeItem['type'],
  title: { en: '', zh: '' },
  required: false,
  personal: true,
  rules: {
    min: null,
    max: null,
    earliest: null,
    latest: null,
    characters: 'any',
    hosts: [],
  } as AttributeItem['rules'],
  options: [] as AttributeItem['options'],
  seen_by: ['agent', 'operations'] as Role[],
  edited_by: ['agent', 'operations'] as Role[],
  section: '',
  place: 100,
  places: {} as AttributeItem['places'],
};
export type AttributeDraft = typeof FRESH;

function draftOf({ id: _, created_at: __, archived_at: ___, ...rest }: AttributeItem): AttributeDraft {
  return { ...rest, section: rest.section ?? '' };
}

export function AttributeForm({ attribute, onDone }: { attribute: AttributeItem | null; onDone(): void }) {
  const { t } = useLingui();
  const { types, sectionOf } = useAttributeWords();
  const { roles } = useWords();
  const form = useForm<AttributeDraft>({
    initialValues: attribute ? draftOf(attribute) : FRESH,
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ key, type, section, ...others }) => {
      const rest = { ...others, section: section.trim() || null };
      return attribute
        ? api.patch<AttributeItem>(`/api/attributes/${attribute.id}`, rest)
        : api.post<AttributeItem>('/api/attributes', { key, type, ...rest });
    },
    onDone,
  });
  const draft = form.getValues();
  const team = ATTRIBUTE_ROLES.filter((role) => role !== 'owner').map((role) => ({
    value: role,
    label: roles[role],
  }));
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Group grow align="start">
          <TextInput
            required
            maxLength={80}
            label={t`Title in English`}
            {...form.getInputProps('title.en')}
          />
          <TextInput
            required
            maxLength={80}
            label={t`Title in Chinese`}
            {...form.getInputProps('title.zh')}
          />
        </Group>
        <TextInput
          required
          disabled={attribute !== null}
          maxLength={40}
          label={t`Key`}
          description={t`Programs call it so: small letters, digits and _. It stays.`}
          {...form.getInputProps('key')}
        />
        <Select
          disabled={attribute !== null}
          allowDeselect={false}
          label={t`Kind`}
          description={t`It stays too.`}
          data={ATTRIBUTE_TYPES.map((value) => ({ value, label: types[value] }))}
          {...form.getInputProps('type')}
        />
        {(draft.type === 'choice' || draft.type === 'choices') && (
          <OptionsInput
            options={draft.options}
            kept={attribute?.options.map((option) => option.key) ?? []}
            onChange={(options) => form.setFieldValue('options', options)}
            error={form.errors.options}
          />
        )}
        <RulesInput
          type={draft.type}
          rules={draft.rules}
          onChange={(rules) => form.setFieldValue('rules', rules)}
        />
        <Checkbox
          label={t`Required: it cannot be taken away`}
          {...form.getInputProps('required', { type: 'checkbox' })}
        />
        <Checkbox
          label={t`Personal: masked for roles that see no personal values`}
          {...form.getInputProps('personal', { type: 'checkbox' })}
        />
        <MultiSelect label={t`Seen by`} data={team} {...form.getInputProps('seen_by')} />
        <MultiSelect label={t`Edited by`} data={team} {...form.getInputProps('edited_by')} />
        <Text size="xs" c="dimmed">
          <Trans>The owner sees and edits everything.</Trans>
        </Text>
        <Group grow align="start">
          <TextInput
            maxLength={60}
            label={t`Section`}
            placeholder={sectionOf(null)}
            {...form.getInputProps('section')}
          />
          <NumberInput required min={0} max={9999} label={t`Place`} {...form.getInputProps('place')} />
        </Group>
        <PlacesInput places={draft.places} onChange={(places) => form.setFieldValue('places', places)} />
        <ProblemNote failure={failure} />
        <Group justify="space-between">
          {attribute ? <Archive attribute={attribute} onDone={onDone} /> : <span />}
          <Button type="submit" loading={pending}>
            {attribute ? t`Save` : t`Define it`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Archive({ attribute, onDone }: { attribute: AttributeItem; onDone(): void }) {
  const { t } = useLingui();
  const flip = useMutation({
    mutationFn: () =>
      api.patch<AttributeItem>(`/api/attributes/${attribute.id}`, {
        archived: attribute.archived_at === null,
      }),
    onSuccess: onDone,
  });
  return (
    <>
      <ProblemNote failure={flip.error} />
      <Button variant="default" loading={flip.isPending} onClick={() => flip.mutate()}>
        {attribute.archived_at ? t`Use it again` : t`Archive`}
      </Button>
    </>
  );
}
