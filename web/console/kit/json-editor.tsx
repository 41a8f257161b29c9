/** JSON to be corrected by hand, with the lines of one field marked, and a word when it is no JSON any more. */
import { useLingui } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { useId, useMemo, useRef } from 'react';
import css from './json-editor.module.css';
import { placeInJson } from './json-place.ts';

type Props = {
  value: string;
  onChange(value: string): void;
  label: string;
  /** The path that is marked, such as `properties.price`. */
  field?: string;
  readOnly?: boolean;
};

export function JsonEditor({ value, onChange, label, field = '', readOnly = false }: Props) {
  const { t } = useLingui();
  const id = useId();
  const marks = useRef<HTMLPreElement>(null);
  const lines = useMemo(() => value.split('\n'), [value]);
  const marked = useMemo(() => markedLines(value, field), [value, field]);
  const valid = useMemo(() => isJson(value), [value]);
  const line = Math.min(...marked) + 1;
  const where =
    marked.size > 0
      ? t`Marked: ${field}, line ${line}`
      : field
        ? t`The field ${field} is not in this event.`
        : '';
  return (
    <div>
      <div className={css.editor} data-invalid={!valid || undefined}>
        <pre ref={marks} className={css.marks} aria-hidden dir="ltr">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <div key={index} data-marked={marked.has(index) || undefined}>
              {line || ' '}
            </div>
          ))}
        </pre>
        <textarea
          className={css.text}
          dir="ltr"
          aria-label={label}
          aria-invalid={!valid}
          aria-describedby={id}
          spellCheck={false}
          autoCapitalize="off"
          readOnly={readOnly}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={({ currentTarget: { scrollTop, scrollLeft } }) => {
            if (marks.current) Object.assign(marks.current, { scrollTop, scrollLeft });
          }}
        />
      </div>
      <Text id={id} size="xs" mt={4} c={valid ? 'dimmed' : 'red'} role="status">
        {valid ? where : t`This is not valid JSON yet.`}
      </Text>
    </div>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function markedLines(text: string, field: string): ReadonlySet<number> {
  const place = field ? placeInJson(text, field) : null;
  if (!place) return new Set();
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const first = lineAt(place.start);
  return new Set(Array.from({ length: lineAt(place.end) - first + 1 }, (_, index) => first + index));
}
