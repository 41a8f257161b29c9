/** When: a time that rolls on, units of the shop's calendar, or days. */
import { useLingui } from '@lingui/react/macro';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Duration, Window } from '../ast.ts';
import css from './builder.module.css';
import { type CalendarUnit, useTimeWords, type WindowChoice } from './builder-words.ts';

type Props = { value: Window | undefined; onChange(value: Window | undefined): void };

export function WindowInput({ value, onChange }: Props) {
  const { t } = useLingui();
  const { choices } = useTimeWords();
  // What is typed into "from 3 to 1" may read as "last month" meanwhile: the inputs stay.
  const [choice, setChoice] = useState(() => choiceOf(value));
  return (
    <>
      <Select
        className={css.when}
        aria-label={t`When`}
        allowDeselect={false}
        data={Object.entries(choices).map(([name, label]) => ({ value: name, label }))}
        value={choice}
        onChange={(name) => {
          if (!name) return;
          setChoice(name as WindowChoice);
          onChange(begun(name as WindowChoice));
        }}
      />
      {value && 'last' in value && (
        <DurationInput label={t`When`} value={value.last} onChange={(last) => onChange({ last })} />
      )}
      {value && 'calendar' in value && (
        <CalendarInput
          choice={choice}
          value={value.calendar}
          onChange={(calendar) => onChange({ calendar })}
        />
      )}
      {value && 'days' in value && <DaysInput value={value.days} onChange={(days) => onChange({ days })} />}
    </>
  );
}

type DurationProps = { label: string; value: Duration; onChange(value: Duration): void };

export function DurationInput({ label, value, onChange }: DurationProps) {
  const { t } = useLingui();
  const { durations } = useTimeWords();
  return (
    <>
      <NumberInput
        className={css.few}
        aria-label={t`${label}: how many`}
        hideControls
        allowDecimal={false}
        min={1}
        max={1_000_000}
        value={value.n ?? ''}
        onChange={(n) => onChange({ ...value, n: (typeof n === 'number' ? n : null) as number })}
      />
      <Select
        className={css.unitOf}
        aria-label={t`${label}: unit`}
        allowDeselect={false}
        data={Object.entries(durations).map(([unit, text]) => ({ value: unit, label: text }))}
        value={value.unit}
        onChange={(unit) => unit && onChange({ ...value, unit: unit as Duration['unit'] })}
      />
    </>
  );
}

type Calendar = { unit: CalendarUnit; from: number; to: number };
type CalendarProps = { choice: WindowChoice; value: Calendar; onChange(value: Calendar): void };

function CalendarInput({ choice, value, onChange }: CalendarProps) {
  const { t } = useLingui();
  const { present, previous, units } = useTimeWords();
  const names = choice === 'this' ? present : choice === 'previous' ? previous : units;
  const ago = (name: 'from' | 'to', label: string) => (
    <NumberInput
      className={css.few}
      aria-label={label}
      hideControls
      allowDecimal={false}
      min={0}
      max={3660}
      value={value[name] ?? ''}
      onChange={(n) => onChange({ ...value, [name]: typeof n === 'number' ? n : null })}
    />
  );
  return (
    <>
      {choice === 'units' && (
        <>
          {ago('from', t`From how many ago`)}
          <span>{t`to`}</span>
          {ago('to', t`To how many ago`)}
        </>
      )}
      <Select
        className={css.unitOf}
        aria-label={t`Unit of the calendar`}
        allowDeselect={false}
        data={Object.entries(names).map(([unit, label]) => ({ value: unit, label }))}
        value={value.unit}
        onChange={(unit) => unit && onChange({ ...value, unit: unit as CalendarUnit })}
      />
      {choice === 'units' && <span>{t`ago`}</span>}
    </>
  );
}

type Days = { from?: string | undefined; to?: string | undefined };

function DaysInput({ value, onChange }: { value: Days; onChange(value: Days): void }) {
  const { t } = useLingui();
  const one = (name: 'from' | 'to', label: string) => (
    <TextInput
      type="date"
      aria-label={label}
      value={value[name] ?? ''}
      onChange={({ currentTarget: { value: day } }) => {
        const { [name]: _, ...other } = value;
        const days = day ? { ...other, [name]: day } : other;
        // Without either it is not finished.
        onChange(Object.keys(days).length > 0 ? days : { from: '' });
      }}
    />
  );
  return (
    <>
      {one('from', t`From this day`)}
      <span aria-hidden>–</span>
      {one('to', t`Up to this day`)}
    </>
  );
}

function choiceOf(value: Window | undefined): WindowChoice {
  if (!value) return 'ever';
  if ('last' in value) return 'last';
  if (!('calendar' in value)) return 'days';
  const { from, to } = value.calendar;
  if (from === 0 && to === 0) return 'this';
  return from === 1 && to === 1 ? 'previous' : 'units';
}

function begun(choice: WindowChoice): Window | undefined {
  switch (choice) {
    case 'ever':
      return undefined;
    case 'last':
      return { last: { n: 30, unit: 'day' } };
    case 'this':
      return { calendar: { unit: 'month', from: 0, to: 0 } };
    case 'previous':
      return { calendar: { unit: 'month', from: 1, to: 1 } };
    case 'units':
      return { calendar: { unit: 'month', from: 3, to: 1 } };
    case 'days':
      return { days: { from: '' } };
  }
}
