/** One condition: its kind, "not", and the inputs of that kind; or the text form, for what inputs cannot show. */
import { useLingui } from '@lingui/react/macro';
import { Checkbox, Select } from '@mantine/core';
import { type ComponentType, useId } from 'react';
import type { ValueEditorProps } from 'react-querybuilder';
import type { Condition } from '../ast.ts';
import { begun } from './begun.ts';
import css from './builder.module.css';
import { useFaultWords, useKindWords } from './builder-words.ts';
import type { Choices } from './choices.ts';
import { isFinished, type Row } from './draft.ts';
import type { EditorProps } from './editor.ts';
import { EventRow, SequenceRow } from './event-row.tsx';
import { AttributeRow, ConsentRow, SegmentRow, TagRow, TraitRow } from './fact-rows.tsx';
import { GoodsRow, OrdersRow } from './orders-row.tsx';
import { isShown, SHOWN_KINDS } from './shown.ts';
import { TextRow } from './text-row.tsx';

/** What the builder hands to each of its rows. */
export type BuilderContext = { choices: Choices; faults: ReadonlyMap<string, string> };

const EDITORS = {
  event: EventRow,
  sequence: SequenceRow,
  orders: OrdersRow,
  goods: GoodsRow,
  trait: TraitRow,
  attribute: AttributeRow,
  tag: TagRow,
  consent: ConsentRow,
  segment: SegmentRow,
} as unknown as Record<string, ComponentType<EditorProps<Condition>>>;

export function ConditionRow({ value, handleOnChange, context, rule }: ValueEditorProps) {
  const { t } = useLingui();
  const row = value as Row;
  const { choices, faults } = context as BuilderContext;
  const words = useKindWords();
  const faultWords = useFaultWords();
  const errorId = useId();
  const { condition } = row;
  const kind = row.asText || condition === null ? 'text' : (condition as Condition).kind;
  const Editor = EDITORS[kind];
  const set = (changes: Partial<Row>): void => handleOnChange({ ...row, ...changes });
  const fault = faults.get(rule.id ?? '');
  const missing = condition !== null && !isFinished(condition);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its legend into the row
    <div role="group" className={css.row} aria-label={words[kind]} aria-describedby={errorId}>
      <Select
        className={css.kind}
        aria-label={t`Kind of condition`}
        allowDeselect={false}
        data={[...SHOWN_KINDS, 'text'].map((name) => ({ value: name, label: words[name] ?? name }))}
        value={kind}
        onChange={(name) => name && set(turnedInto(name, row))}
      />
      <Checkbox
        label={t`not`}
        aria-label={t`Not: those for whom this does not hold`}
        checked={row.negated}
        onChange={(event) => set({ negated: event.currentTarget.checked })}
      />
      {Editor ? (
        <Editor
          key={kind}
          condition={condition as Condition}
          choices={choices}
          onChange={(next) => set({ condition: next })}
        />
      ) : (
        <TextRow row={row} onChange={set} />
      )}
      <div id={errorId} className={css.fault}>
        {fault ? faultWords(fault) : missing ? t`Something is missing here yet.` : null}
      </div>
    </div>
  );
}

function turnedInto(kind: string, { condition }: Row): Partial<Row> {
  if (kind === 'text')
    return condition !== null && isFinished(condition)
      ? { asText: true, typed: null }
      : { asText: true, typed: '', condition: null };
  const same = condition !== null && 'kind' in condition && condition.kind === kind;
  if (same && isShown(condition as Condition)) return { asText: false, typed: null };
  return { asText: false, typed: null, condition: begun(kind) };
}
