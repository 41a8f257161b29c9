/**
 * Chooses what is shown and in which order, by buttons alone: whoever cannot drag arranges the same way as whoever can. The focus stays
 * with what is being moved, and its new place is said aloud.
 */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Checkbox, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import css from './arrange.module.css';
import { moved, toggled } from './arranged.ts';

export type Arrangeable = { id: string; title: string };

type Props = {
  label: string;
  items: readonly Arrangeable[];
  shown: readonly string[];
  onChange(shown: string[]): void;
  /** The last one cannot be hidden. */
  keepsOne?: boolean;
};

export function Arrange({ label, items, shown, onChange, keepsOne = false }: Props) {
  const { t } = useLingui();
  const list = useRef<HTMLUListElement>(null);
  // A moved row leaves the document for a moment, and the focus with it.
  const pressed = useRef<string | null>(null);
  const [said, setSaid] = useState('');
  useLayoutEffect(() => {
    if (pressed.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-press="${pressed.current}"]`)?.focus();
    pressed.current = null;
  });
  const all = items.map(({ id }) => id);
  const byId = new Map(items.map((item) => [item.id, item]));
  const inOrder = [...shown, ...all.filter((id) => !shown.includes(id))].flatMap((id) => byId.get(id) ?? []);
  const count = shown.length;
  const move = ({ id, title }: Arrangeable, step: -1 | 1): void => {
    const next = moved(shown, id, step);
    const place = next.indexOf(id) + 1;
    pressed.current = `${id} ${step}`;
    setSaid(t`${title}: place ${place} of ${count}`);
    onChange(next);
  };
  const toggle = (id: string): void => {
    const next = toggled(all, shown, id);
    if (next.length > 0 || !keepsOne) onChange(next);
  };
  return (
    <>
      <ul className={css.list} aria-label={label} ref={list}>
        {inOrder.map((item) => {
          const isShown = shown.includes(item.id);
          return (
            <li key={item.id} className={css.item}>
              <Checkbox label={item.title} checked={isShown} onChange={() => toggle(item.id)} />
              {isShown && (
                <span className={css.moves}>
                  {([-1, 1] as const).map((step) => (
                    <ActionIcon
                      key={step}
                      data-press={`${item.id} ${step}`}
                      aria-label={step < 0 ? t`Move ${item.title} up` : t`Move ${item.title} down`}
                      aria-disabled={shown.at(step < 0 ? 0 : -1) === item.id}
                      onClick={() => move(item, step)}
                    >
                      {step < 0 ? (
                        <IconArrowUp size={14} aria-hidden />
                      ) : (
                        <IconArrowDown size={14} aria-hidden />
                      )}
                    </ActionIcon>
                  ))}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  );
}
