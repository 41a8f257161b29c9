/** A comparison: how, and with what. What was entered is kept where the next way of comparing can take it. */
import { useLingui } from '@lingui/react/macro';
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { NumberTest, Test, Value } from '../ast.ts';
import css from './builder.module.css';
import { type Op, useOpWords } from './builder-words.ts';

const OF_NUMBERS = ['at_least', 'at_most', 'more_than', 'less_than', 'between', 'is', 'is_not'] as const;
const OF_VALUES = [
  'is',
  'is_not',
  'one_of',
  'none_of',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'within',
  'at_least',
  'at_most',
  'more_than',
  'less_than',
  'between',
  'on_or_after',
  'on_or_before',
  'is_set',
  'is_unset',
] as const;

/** A comparison whose value may be missing yet. */
type Entered = { op: Op; value?: unknown };
type Offered = readonly { value: string; label: string }[];

type NumberProps = {
  test: NumberTest;
  onChange(test: NumberTest): void;
  label: string;
  /** How many decimals the unit has in which people enter what is kept in its smallest unit. */
  decimals?: number;
  unit?: string;
};

export function NumberTestInput({ test, onChange, label, decimals, unit }: NumberProps) {
  const change = (entered: Entered): void => onChange(entered as NumberTest);
  return (
    <>
      <OpInput label={label} ops={OF_NUMBERS} test={test} onChange={change} />
      <NumbersInput label={label} test={test} onChange={change} decimals={decimals} unit={unit} />
    </>
  );
}

type ValueProps = { test: Test; onChange(test: Test): void; label: string; offered?: Offered | undefined };

export function TestInput({ test, onChange, label, offered }: ValueProps) {
  const change = (entered: Entered): void => onChange(entered as Test);
  return (
    <>
      <OpInput label={label} ops={OF_VALUES} test={test} onChange={change} />
      <ValueInput label={label} test={test} onChange={change} offered={offered} />
    </>
  );
}

type OpProps = { label: string; ops: readonly Op[]; test: Entered; onChange(test: Entered): void };

function OpInput({ label, ops, test, onChange }: OpProps) {
  const { t } = useLingui();
  const words = useOpWords();
  return (
    <Select
      className={css.op}
      aria-label={t`${label}: how it is compared`}
      allowDeselect={false}
      data={ops.map((op) => ({ value: op, label: words[op] }))}
      value={test.op}
      onChange={(op) => op && onChange(compared(op as Op, test))}
    />
  );
}

type InputProps = { label: string; test: Entered; onChange(test: Entered): void };

function ValueInput(props: InputProps & { offered: Offered | undefined }) {
  const { test, onChange, label, offered } = props;
  const { t } = useLingui();
  const set = (value: unknown): void => onChange({ op: test.op, value });
  switch (test.op) {
    case 'is_set':
    case 'is_unset':
      return null;
    case 'at_least':
    case 'at_most':
    case 'more_than':
    case 'less_than':
    case 'between':
      return <NumbersInput {...props} decimals={undefined} unit={undefined} />;
    case 'on_or_after':
    case 'on_or_before':
      return (
        <TextInput
          type="date"
          aria-label={t`${label}: day`}
          value={String(test.value ?? '')}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'one_of':
    case 'none_of':
      return <SeveralInput label={label} values={test.value as Value[]} offered={offered} onChange={set} />;
    default:
      return offered && (test.op === 'is' || test.op === 'is_not') ? (
        <Select
          className={css.name}
          aria-label={t`${label}: value`}
          placeholder={t`Choose`}
          allowDeselect={false}
          searchable={offered.length > 8}
          data={[...offered]}
          value={String(test.value ?? '') || null}
          onChange={set}
        />
      ) : (
        <TextInput
          className={css.name}
          aria-label={t`${label}: value`}
          placeholder={t`Value`}
          maxLength={200}
          value={String(test.value ?? '')}
          onChange={(event) =>
            set(
              test.op === 'is' || test.op === 'is_not'
                ? meant(event.currentTarget.value)
                : event.currentTarget.value,
            )
          }
        />
      );
  }
}

type SeveralProps = {
  label: string;
  values: readonly Value[];
  offered: Offered | undefined;
  onChange(values: unknown): void;
};

function SeveralInput({ label, values, offered, onChange }: SeveralProps) {
  const { t } = useLingui();
  const common = {
    className: css.wide ?? '',
    'aria-label': t`${label}: values`,
    value: values.map(String),
    clearButtonProps: { 'aria-label': t`Clear` },
  };
  return offered ? (
    <MultiSelect {...common} searchable data={[...offered]} onChange={onChange} />
  ) : (
    <TagsInput
      {...common}
      placeholder={values.length === 0 ? t`Several, each with Enter` : ''}
      splitChars={[',', '，', '、', '\n', '\t']}
      acceptValueOnBlur
      onChange={(texts) => onChange(texts.map(meant))}
    />
  );
}

type NumbersProps = InputProps & { decimals: number | undefined; unit: string | undefined };

function NumbersInput({ label, test, onChange, decimals = 0, unit }: NumbersProps) {
  const { t } = useLingui();
  const scale = 10 ** decimals;
  const one = (value: unknown, set: (value: number | null) => void, name: string) => (
    <NumberInput
      className={css.number}
      aria-label={name}
      hideControls
      allowDecimal={unit === undefined || decimals > 0}
      decimalScale={unit === undefined ? 4 : decimals}
      {...(unit !== undefined && {
        rightSection: <bdi className={css.unit}>{unit}</bdi>,
        rightSectionWidth: 44,
      })}
      value={typeof value === 'number' ? value / scale : ''}
      onChange={(entered) =>
        set(typeof entered === 'number' ? Math.round(entered * scale * 1e4) / 1e4 : null)
      }
    />
  );
  if (test.op !== 'between')
    return one(test.value, (value) => onChange({ op: test.op, value }), t`${label}: value`);
  const [from, to] = test.value as [number | null, number | null];
  return (
    <>
      {one(from, (value) => onChange({ op: 'between', value: [value, to] }), t`${label}: from`)}
      <span aria-hidden>–</span>
      {one(to, (value) => onChange({ op: 'between', value: [from, value] }), t`${label}: to`)}
    </>
  );
}

/** A number that reads as it is written is one. */
const meant = (text: string): Value =>
  text !== '' && String(Number(text)) === text && Math.abs(Number(text)) < 1e9 ? Number(text) : text;

/** The same values under another way of comparing, as far as it takes them. */
export function compared(op: Op, { value }: Entered): Entered {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  const number = typeof first === 'number' ? first : null;
  switch (op) {
    case 'is_set':
    case 'is_unset':
      return { op };
    case 'between':
      return { op, value: [number, number] };
    case 'at_least':
    case 'at_most':
    case 'more_than':
    case 'less_than':
      return { op, value: number };
    case 'one_of':
    case 'none_of':
      return { op, value: Array.isArray(value) ? value : first === null || first === '' ? [] : [first] };
    case 'on_or_after':
    case 'on_or_before':
      return { op, value: /^\d{4}-\d\d-\d\d$/.test(String(first)) ? first : '' };
    case 'is':
    case 'is_not':
      return { op, value: first ?? '' };
    default:
      return { op, value: String(first ?? '') };
  }
}
