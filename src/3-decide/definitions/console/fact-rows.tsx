/** Conditions on what is known of her now: traits, what staff noted, tags, consent; and being in another segment. */
import { useLingui } from '@lingui/react/macro';
import { Select, TextInput } from '@mantine/core';
import { useConsentWords } from '#know/consent/console';
import type { Test } from '../ast.ts';
import css from './builder.module.css';
import type { EditorProps } from './editor.ts';
import { useTraitNames } from './known-names.ts';
import { NameInput } from './name-input.tsx';
import { TestInput } from './test-input.tsx';

export function TraitRow({ condition, onChange }: EditorProps<{ kind: 'trait'; trait: string; is: Test }>) {
  const { t } = useLingui();
  const names = useTraitNames();
  const { trait } = condition;
  return (
    <>
      <NameInput
        label={t`Trait`}
        known={names}
        value={trait}
        onChange={(name) => onChange({ ...condition, trait: name })}
      />
      <TestInput
        label={names[trait] ?? t`Trait`}
        test={condition.is}
        onChange={(is) => onChange({ ...condition, is })}
      />
    </>
  );
}

type Attribute = { kind: 'attribute'; attribute: string; is: Test };

export function AttributeRow({ condition, onChange, choices }: EditorProps<Attribute>) {
  const { t } = useLingui();
  const known = Object.fromEntries(choices.attributes.map(({ value, label }) => [value, label]));
  const { attribute } = condition;
  const options = choices.attributes.find(({ value }) => value === attribute)?.options;
  return (
    <>
      <NameInput
        label={t`Noted by staff`}
        placeholder={t`Key`}
        known={known}
        value={attribute}
        onChange={(name) => onChange({ ...condition, attribute: name })}
      />
      <TestInput
        label={known[attribute] ?? t`Noted by staff`}
        test={condition.is}
        offered={options}
        onChange={(is) => onChange({ ...condition, is })}
      />
    </>
  );
}

export function TagRow({ condition, onChange }: EditorProps<{ kind: 'tag'; tag: string }>) {
  const { t } = useLingui();
  return (
    <TextInput
      className={css.name}
      aria-label={t`Tag`}
      placeholder={t`Tag`}
      maxLength={100}
      value={condition.tag}
      onChange={(event) => onChange({ ...condition, tag: event.currentTarget.value })}
    />
  );
}

type Consent = {
  kind: 'consent';
  purpose: string;
  channel: string;
  is: 'granted' | 'refused' | 'unsaid';
};

export function ConsentRow({ condition, onChange }: EditorProps<Consent>) {
  const { t } = useLingui();
  const { purposes, channels } = useConsentWords();
  const verdicts: Record<Consent['is'], string> = {
    granted: t`agreed to`,
    refused: t`refused`,
    unsaid: t`said nothing of`,
  };
  const one = (
    name: 'is' | 'purpose' | 'channel',
    label: string,
    words: Readonly<Record<string, string>>,
  ) => (
    <Select
      className={css.when}
      aria-label={label}
      allowDeselect={false}
      data={[
        ...Object.entries(words).map(([value, text]) => ({ value, label: text })),
        ...(condition[name] in words ? [] : [{ value: condition[name], label: condition[name] }]),
      ]}
      value={condition[name]}
      onChange={(value) => value && onChange({ ...condition, [name]: value })}
    />
  );
  return (
    <>
      {one('is', t`What she said`, verdicts)}
      {one('purpose', t`Purpose`, purposes)}
      <span>{t`by`}</span>
      {one('channel', t`Way`, channels)}
    </>
  );
}

type InSegment = { kind: 'segment'; segment: number | null };

export function SegmentRow({ condition, onChange, choices }: EditorProps<InSegment>) {
  const { t } = useLingui();
  const { segment } = condition;
  const own = segment === null ? [] : [{ value: String(segment), label: t`Segment ${segment}` }];
  const data = [
    ...choices.segments,
    ...own.filter(({ value }) => !choices.segments.some((one) => one.value === value)),
  ];
  return (
    <Select
      className={css.wide}
      aria-label={t`Segment`}
      placeholder={t`Which one`}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t`Nothing by that name`}
      data={data}
      value={segment === null ? null : String(segment)}
      onChange={(id) => id && onChange({ ...condition, segment: Number(id) })}
    />
  );
}
