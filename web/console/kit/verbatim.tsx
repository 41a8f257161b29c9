/**
 * What others wrote, shown as it is and harmless: always as text, isolated from the direction of its surroundings, with characters
 * that cannot be seen (NUL, bidirectional overrides) made visible, and cut where it is longer than anybody reads in a row.
 */
import { useMemo } from 'react';
import css from './verbatim.module.css';

const LONGEST_IN_A_ROW = 300;

// C0 and C1 controls, zero-width and bidirectional controls (Unicode TR 9 and 36), line and paragraph separators, byte order mark.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** As JSON would write them, so that what is copied from a JSON view is still JSON. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped);

export function Verbatim({ children, longest = LONGEST_IN_A_ROW }: { children: string; longest?: number }) {
  const shown = visible(children.length > longest ? `${children.slice(0, longest)}…` : children);
  return <bdi className={css.text}>{shown}</bdi>;
}

/** Ids, keys and addresses: monospaced, never broken in two lines on their own. */
export function Mono({ children, longest = LONGEST_IN_A_ROW }: { children: string; longest?: number }) {
  const shown = visible(children.length > longest ? `${children.slice(0, longest)}…` : children);
  return <bdi className={css.mono}>{shown}</bdi>;
}

export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = useMemo(() => visible(JSON.stringify(value, null, 2) ?? ''), [value]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: `pre` is what keeps its lines
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <pre className={css.json} dir="ltr" aria-label={label} role="region" tabIndex={0}>
      {text}
    </pre>
  );
}
