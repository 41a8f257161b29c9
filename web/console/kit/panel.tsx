/** A titled part of a page. */
import { Paper, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import css from './panel.module.css';

type Props = { title?: string; actions?: ReactNode; children: ReactNode; flush?: boolean };

export function Panel({ title, actions, children, flush = false }: Props) {
  const id = useId();
  return (
    <Paper component="section" radius={8} className={css.panel} {...(title && { 'aria-labelledby': id })}>
      {(title || actions) && (
        <div className={css.head}>
          {title && (
            <Title order={2} id={id}>
              {title}
            </Title>
          )}
          {actions}
        </div>
      )}
      <div className={flush ? css.flush : css.body}>{children}</div>
    </Paper>
  );
}
