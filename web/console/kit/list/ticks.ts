/**
 * Which rows are ticked. Only rows that stand on the screen are: what one no longer sees, after a filter or on another page, is not acted
 * upon by mistake.
 */
import { useState } from 'react';

export type Ticks = {
  /** In the order of the rows. */
  ids: readonly string[];
  flip(id: string): void;
  all(): void;
  clear(): void;
};

export function useTicked(onPage: readonly string[]): Ticks {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const present = onPage.filter((id) => ticked.has(id));
  return {
    ids: present,
    flip: (id) =>
      setTicked(new Set(present.includes(id) ? present.filter((one) => one !== id) : [...present, id])),
    all: () => setTicked(new Set(onPage)),
    clear: () => setTicked(new Set()),
  };
}
