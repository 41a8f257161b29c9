/** What can be done with the ticked rows. It is there only while some are; how many is said aloud as it changes. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Button, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './list.module.css';
import type { Ticks } from './ticks.ts';

export function BulkBar({
  ids,
  all,
  clear,
  page,
  children,
}: Ticks & { page: readonly string[]; children: ReactNode }) {
  const { t } = useLingui();
  const count = ids.length;
  const onPage = page.length;
  const words = <Plural value={count} one="# ticked" other="# ticked" />;
  // A region that says something must be there before it does: what appears together with its text is not read out.
  return (
    <>
      <VisuallyHidden role="status">{count > 0 && words}</VisuallyHidden>
      {count > 0 && (
        <section className={css.bulk} aria-label={t`With what is ticked`}>
          <strong aria-hidden>{words}</strong>
          {children}
          {count < onPage && (
            <Button variant="default" onClick={all}>{t`Tick all ${onPage} on this page`}</Button>
          )}
          <Button variant="default" onClick={clear}>{t`Untick all`}</Button>
        </section>
      )}
    </>
  );
}
