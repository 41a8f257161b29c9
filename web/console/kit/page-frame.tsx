/** The frame of every page: its heading (which gets the focus when one arrives), one line on what it is for, and its actions. */
import { Skeleton, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import css from './page-frame.module.css';

let justLoaded = true;

/** `heading`: what stands there instead of the title, where a customer's own words are in it. */
type Frame = {
  title: string;
  heading?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

export function PageFrame({ title, heading: words, lead, actions, children }: Frame) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  // A screen reader hears where it has come to; `preventScroll` because nothing may jump. Where the browser itself has just loaded the
  // page, it starts at the top, with the skip link. Who opened a dialogue while the page was coming is in that dialogue.
  useEffect(() => {
    const inDialogue = document.activeElement?.closest('[role="dialog"]');
    if (!justLoaded && !inDialogue) heading.current?.focus({ preventScroll: true });
    justLoaded = false;
  }, []);
  return (
    <div className={css.page}>
      <div className={css.head}>
        <div className={css.words}>
          <Title order={1} tabIndex={-1} ref={heading} className={css.title}>
            {words ?? title}
          </Title>
          {lead && (
            <Text c="dimmed" className={css.lead} component="div">
              {lead}
            </Text>
          )}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** While a page's code is on its way: the shape of a page. */
export function PageSkeleton() {
  return (
    <div className={css.page} aria-busy>
      <Skeleton h={26} w={220} />
      <Skeleton h={14} w={340} mt={10} maw="100%" />
      <Skeleton h={260} mt={24} />
    </div>
  );
}
