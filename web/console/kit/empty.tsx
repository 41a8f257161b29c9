/** Nothing here yet: what would be here, and the one next step. */
import { Text, Title } from '@mantine/core';
import { type Icon, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './empty.module.css';

export type EmptyWords = { title: string; text: ReactNode; action?: ReactNode; icon?: Icon };
/** `whole`: it is all there is on the page, so its title is that of the page. */
type Props = EmptyWords & { whole?: boolean };

export function Empty({ title, text, action, icon: Shown = IconInbox, whole = false }: Props) {
  return (
    <div className={css.empty}>
      <Shown aria-hidden size={32} stroke={1.4} />
      <Title order={whole ? 1 : 2}>{title}</Title>
      <Text c="dimmed" component="div" maw="56ch">
        {text}
      </Text>
      {action}
    </div>
  );
}
