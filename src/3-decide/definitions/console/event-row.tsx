/** Conditions on what she did: whether, how often, how much, with what; and one thing after another. */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Duration, NumberTest, Test, Window } from '../ast.ts';
import css from './builder.module.css';
import { type EventMeasure, useMeasureWords } from './builder-words.ts';
import type { EditorProps } from './editor.ts';
import { type EventAsked, EventInput, FiltersInput } from './event-input.tsx';
import { usePropertyNames } from './known-names.ts';
import { NameInput } from './name-input.tsx';
import { NumberTestInput, TestInput } from './test-input.tsx';
import { DurationInput, WindowInput } from './window-input.tsx';

type EventCondition = EventAsked & {
  kind: 'event';
  in?: Window | undefined;
  measure: Exclude<EventMeasure, 'did' | 'did_not'>;
  property?: string;
  is: Test;
};

const OF_VALUES: readonly EventMeasure[] = ['first', 'last', 'most_frequent'];
const WITHOUT_PROPERTY: readonly EventMeasure[] = ['did', 'did_not', 'count', 'days'];

export function EventRow({ condition, onChange }: EditorProps<EventCondition>) {
  const { t } = useLingui();
  const words = useMeasureWords();
  const properties = usePropertyNames();
  // "At least 1 time" is what "did" says: which of the two is shown stays as it was chosen.
  const [measure, setMeasure] = useState(() => measureOf(condition));
  const { event, type, where, in: within, property = '', is } = condition;
  const asked: EventAsked = {
    ...(event !== undefined && { event }),
    ...(type && { type }),
    ...(where && { where }),
  };
  const rest = { kind: 'event' as const, ...(within && { in: within }), measure: condition.measure, is };
  const withProperty = !WITHOUT_PROPERTY.includes(measure);
  return (
    <>
      <Select
        className={css.measure}
        aria-label={t`What is asked`}
        allowDeselect={false}
        data={Object.entries(words).map(([value, label]) => ({ value, label }))}
        value={measure}
        onChange={(value) => {
          if (!value) return;
          setMeasure(value as EventMeasure);
          onChange(measuredAs(value as EventMeasure, condition));
        }}
      />
      {withProperty && (
        <>
          <NameInput
            label={t`Property`}
            known={properties}
            value={property}
            onChange={(name) => onChange({ ...condition, property: name })}
          />
          <span>{t`of`}</span>
        </>
      )}
      <EventInput
        label={t`Event`}
        value={asked}
        onChange={(next) => onChange({ ...rest, ...next, ...(withProperty && { property }) })}
      />
      <WindowInput
        value={within}
        onChange={(window) => {
          const { in: _, ...other } = condition;
          onChange(window ? { ...other, in: window } : other);
        }}
      />
      {OF_VALUES.includes(measure) ? (
        <TestInput label={t`Value`} test={is} onChange={(test) => onChange({ ...condition, is: test })} />
      ) : (
        measure !== 'did' &&
        measure !== 'did_not' && (
          <NumberTestInput
            label={t`How many`}
            test={is as NumberTest}
            onChange={(test) => onChange({ ...condition, is: test })}
          />
        )
      )}
      <FiltersInput
        where={where}
        onChange={(next) => {
          const { where: _, ...other } = condition;
          onChange(next ? { ...other, where: next } : other);
        }}
      />
    </>
  );
}

function measureOf({ measure, is }: EventCondition): EventMeasure {
  if (measure !== 'count') return measure;
  if (is.op === 'at_least' && is.value === 1) return 'did';
  return is.op === 'is' && is.value === 0 ? 'did_not' : 'count';
}

function measuredAs(measure: EventMeasure, before: EventCondition): EventCondition {
  const { property = '', measure: _, is: __, ...about } = before;
  if (measure === 'did') return { ...about, measure: 'count', is: { op: 'at_least', value: 1 } };
  if (measure === 'did_not') return { ...about, measure: 'count', is: { op: 'is', value: 0 } };
  if (OF_VALUES.includes(measure)) {
    const is: Test = OF_VALUES.includes(before.measure) ? before.is : { op: 'is', value: '' };
    return { ...about, measure, property, is };
  }
  const kept = !OF_VALUES.includes(before.measure) && !['did', 'did_not'].includes(measureOf(before));
  const is: Test = kept ? before.is : { op: 'at_least', value: 2 };
  return WITHOUT_PROPERTY.includes(measure) ? { ...about, measure, is } : { ...about, measure, property, is };
}

type Sequence = {
  kind: 'sequence';
  steps: readonly EventAsked[];
  within: Duration;
  in?: Window | undefined;
};
const MOST_STEPS = 5;

export function SequenceRow({ condition, onChange }: EditorProps<Sequence>) {
  const { t } = useLingui();
  const { steps, within, in: inside } = condition;
  const change = (next: readonly EventAsked[]): void => onChange({ ...condition, steps: next });
  return (
    <>
      <ol className={css.steps}>
        {steps.map((step, index) => {
          const place = index + 1;
          const set = (to: EventAsked): void => change(steps.map((one, at) => (at === index ? to : one)));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <li key={index} className={css.step}>
              <div>
                <EventInput
                  label={t`Step ${place}`}
                  value={step}
                  onChange={({ event, type }) =>
                    set({
                      ...(event && { event }),
                      ...(type && { type }),
                      ...(step.where && { where: step.where }),
                    })
                  }
                />
                {steps.length > 2 && (
                  <ActionIcon
                    aria-label={t`Remove step ${place}`}
                    onClick={() => change(steps.filter((_, at) => at !== index))}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                )}
                <FiltersInput
                  where={step.where}
                  onChange={(where) => {
                    const { where: _, ...other } = step;
                    set(where ? { ...other, where } : other);
                  }}
                />
              </div>
            </li>
          );
        })}
      </ol>
      {steps.length < MOST_STEPS && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change([...steps, { event: 'Order Completed' }])}
        >
          {t`Add a step`}
        </Button>
      )}
      <span>{t`from the first step to the last within`}</span>
      <DurationInput
        label={t`From the first step to the last`}
        value={within}
        onChange={(duration) => onChange({ ...condition, within: duration })}
      />
      <WindowInput
        value={inside}
        onChange={(window) => {
          const { in: _, ...other } = condition;
          onChange(window ? { ...other, in: window } : other);
        }}
      />
    </>
  );
}
