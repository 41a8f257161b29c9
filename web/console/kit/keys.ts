/**
 * Keys of the keyboard. Whoever listens says what its key does, and the sheet behind `?` is made from that: a key that is not on the
 * sheet does not exist. Keys are silent while somebody types or a dialogue is open.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export type Shortcut = { key: string; does: string };

const active = new Map<symbol, Shortcut & { run(event: KeyboardEvent): void }>();
const listeners = new Set<() => void>();
let sheet: readonly Shortcut[] = [];

function changed(): void {
  const seen = new Map([...active.values()].map(({ key, does }) => [key, { key, does }]));
  sheet = [...seen.values()];
  for (const listener of listeners) listener();
}

/** Listens to a key while the component is on the screen; `enabled: false` while it would do nothing. */
export function useKey(key: string, does: string, run: (event: KeyboardEvent) => void, enabled = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const id = Symbol(key);
    active.set(id, { key, does, run: (event) => latest.current(event) });
    changed();
    return () => {
      active.delete(id);
      changed();
    };
  }, [key, does, enabled]);
}

export const useKeySheet = (): readonly Shortcut[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sheet,
  );

/** Installed once by the shell. */
export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const last = [...active.values()].findLast((shortcut) => shortcut.key === event.key);
    if (!last) return;
    event.preventDefault();
    last.run(event);
  };
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]') !==
    null;
