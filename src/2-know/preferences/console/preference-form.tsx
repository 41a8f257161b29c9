/** What she told somebody on the phone. Only what was changed is sent: what others said stays theirs. */
import { useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending } from '#console/kit';
import type { PreferencesOf, StatedItem } from '../contract.ts';
import { type Channel, usePreferenceWords } from './preference-words.ts';

type Values = {
  language: string | null;
  channel: string | null;
  contact_time: string;
  categories: string[];
  brands: string[];
  sizes: string[];
  other: string;
};
type Name = keyof Values;

const LANGUAGES = ['zh-CN', 'zh-TW', 'en', 'ja', 'ko', 'de', 'fr', 'es', 'pt', 'ru', 'ar', 'hi'];
const CHANNELS: readonly Channel[] = ['phone', 'sms', 'email', 'wechat', 'push', 'post'];

type Props = { customer: string; stated: readonly StatedItem[]; onDone(): void };

export function PreferenceForm({ customer, stated, onDone }: Props) {
  const { t } = useLingui();
  const { names, channels, language } = usePreferenceWords();
  const queries = useQueryClient();
  const initialValues = valuesOf(stated);
  const form = useForm<Values>({ initialValues });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) =>
      api.put<PreferencesOf>(`/api/customers/${customer}/preferences`, {
        values: changesOf(initialValues, values),
      }),
    onDone: (answer) => {
      queries.setQueryData(['/api/customers', customer, 'preferences'], answer);
      onDone();
    },
  });
  const codes = [...new Set([...LANGUAGES, ...(initialValues.language ? [initialValues.language] : [])])];
  const entries = (name: 'categories' | 'brands' | 'sizes', placeholder?: string) => (
    <TagsInput
      label={names[name]}
      maxTags={20}
      acceptValueOnBlur
      {...(placeholder && form.values[name].length === 0 && { placeholder })}
      {...form.getInputProps(name)}
    />
  );
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Select
          clearable
          searchable
          label={names.language}
          data={codes.map((value) => ({ value, label: language(value) }))}
          {...form.getInputProps('language')}
        />
        <Select
          clearable
          label={names.channel}
          data={CHANNELS.map((value) => ({ value, label: channels[value] }))}
          {...form.getInputProps('channel')}
        />
        <TextInput
          maxLength={80}
          label={names.contact_time}
          placeholder={t`Afternoons, not before ten …`}
          {...form.getInputProps('contact_time')}
        />
        {entries('categories')}
        {entries('brands')}
        {entries('sizes', t`shoes 38, dress M …`)}
        <Textarea autosize minRows={2} maxLength={500} label={names.other} {...form.getInputProps('other')} />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Save`}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function valuesOf(stated: readonly StatedItem[]): Values {
  const said = (name: Name) => stated.find((item) => item.name === name)?.value ?? null;
  const text = (name: Name): string => (typeof said(name) === 'string' ? (said(name) as string) : '');
  const list = (name: Name): string[] => (Array.isArray(said(name)) ? (said(name) as string[]) : []);
  return {
    language: text('language') || null,
    channel: text('channel') || null,
    contact_time: text('contact_time'),
    categories: list('categories'),
    brands: list('brands'),
    sizes: list('sizes'),
    other: text('other'),
  };
}

/** An empty one takes away what was said. */
function changesOf(before: Values, now: Values): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    (Object.keys(now) as Name[])
      .filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
      .map((name) => [name, isEmpty(now[name]) ? null : now[name]]),
  );
}
