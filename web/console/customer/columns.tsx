/**
 * The sections of a customer's page, shown together once each has what it shows: one that arrives late would push down what somebody reads already.
 * After a moment they are shown as they are.
 */
import { Skeleton } from '@mantine/core';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useState } from 'react';
import type { CustomerDetail } from '#know/customers/contract';
import css from './customer.module.css';
import type { CustomerSection } from './sections.tsx';

const LONGEST_WAIT_MS = 1500;
/** Of one in `height`. */
const PIXELS = 90;

type Props = { customer: CustomerDetail; columns: readonly (readonly CustomerSection[])[] };

export function Columns({ customer, columns }: Props) {
  const isReady = useReady(customer.id);
  return (
    <>
      {!isReady && (
        <div className={css.columns} data-columns={columns.length}>
          {columns.map((column) => (
            <div key={column[0]?.id} className={css.column}>
              {column.map((section) => (
                <Skeleton key={section.id} h={section.height * PIXELS} radius={8} />
              ))}
            </div>
          ))}
        </div>
      )}
      <div className={css.columns} data-columns={columns.length} data-waiting={!isReady || undefined}>
        {columns.map((column) => (
          <div key={column[0]?.id} className={css.column}>
            {column.map((section) => (
              <Fragment key={section.id}>{section.show(customer)}</Fragment>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

/** Whether everything that sections ask for in the beginning has been answered. */
function useReady(customer: string): boolean {
  const queries = useQueryClient();
  const [isReady, setReady] = useState(false);
  const open = useIsFetching({ queryKey: ['/api/customers', customer] });
  useEffect(() => {
    // Asked of the cache itself: those who were just mounted have begun, and the count above comes a moment later.
    if (open === 0 && queries.isFetching({ queryKey: ['/api/customers', customer] }) === 0) setReady(true);
  }, [open, queries, customer]);
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), LONGEST_WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  return isReady;
}
