/** A whole definition in the text form. Where the server cannot read on, that place is marked, said, and one press away. */
import { useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { useId, useRef } from 'react';
import { ApiProblem, useSentence } from '#console/kit';
import css from './text-editor.module.css';

type Props = { value: string; onChange(value: string): void; failure: unknown };

export function TextEditor({ value, onChange, failure }: Props) {
  const { t } = useLingui();
  const id = useId();
  const sentence = useSentence();
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLPreElement>(null);
  const place = placeOf(failure, value);
  return (
    <div>
      <div className={css.editor} data-invalid={Boolean(failure) || undefined}>
        <pre ref={marks} className={css.marks} aria-hidden dir="ltr">
          {place ? (
            <>
              {value.slice(0, place.from)}
              <mark>{value.slice(place.from, place.to) || ' '}</mark>
              {value.slice(place.to)}
            </>
          ) : (
            value
          )}
          {'\n'}
        </pre>
        <textarea
          ref={area}
          className={css.text}
          dir="ltr"
          aria-label={t`Definition in the text form`}
          aria-invalid={Boolean(failure)}
          aria-describedby={id}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          maxLength={20_000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={({ currentTarget: { scrollTop, scrollLeft } }) => {
            if (marks.current) Object.assign(marks.current, { scrollTop, scrollLeft });
          }}
        />
      </div>
      <div className={css.said}>
        <Text id={id} size="sm" c={failure ? 'red' : 'dimmed'} role="status">
          {failure ? sentence(failure) : t`Read as you type.`}
        </Text>
        {place && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => {
              area.current?.focus();
              area.current?.setSelectionRange(place.from, place.to);
            }}
          >
            {t`Go there`}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The word at which reading stopped: `text.17` is its place. */
function placeOf(failure: unknown, text: string): { from: number; to: number } | null {
  if (!(failure instanceof ApiProblem) || failure.code !== 'definition_text_invalid') return null;
  const from = Number(/^text\.(\d+)$/.exec(failure.fields[0]?.field ?? '')?.[1]);
  if (!Number.isInteger(from) || from > text.length) return null;
  const word = /^("[^"\n]*"?|[^\s()",]+|.)/.exec(text.slice(from))?.[0] ?? '';
  return { from, to: from + word.length };
}
