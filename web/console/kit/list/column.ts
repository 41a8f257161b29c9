/** A list as data: what a module's page says of its rows. */
import type { ReactNode } from 'react';

export type Column<Item> = {
  id: string;
  title: string;
  cell(item: Item): ReactNode;
  /** The name the API sorts by. */
  sort?: string;
  /** Figures and money stand at the end of their cell. */
  end?: boolean;
  /** Not shown until somebody chooses it. */
  optional?: boolean;
};

type Choice = {
  kind: 'choice';
  options: readonly { value: string; label: string }[];
  /** What is shown where nothing is chosen, if that is not everything. */
  usual?: string;
};
export type Filter = { name: string; label: string } & (Choice | { kind: 'text' } | { kind: 'instant' });
