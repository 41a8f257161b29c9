/** One order of a customer: two lines, and under them what somebody asks about who has her on the phone. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Anchor, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { Instant, useWords, Verbatim } from '#console/kit';
import type { OrderOfCustomer } from '../contract.ts';
import { DeliveryState, OrderState } from './order-words.tsx';
import css from './orders.module.css';
import { Parcels } from './parcels.tsx';

export function OrderOfHers({ order }: { order: OrderOfCustomer }) {
  const { money } = useWords();
  const [isOpen, setOpen] = useState(false);
  const inside = useId();
  const [first] = order.items;
  const others = order.items.length + order.more_items - 1;
  return (
    <li>
      <UnstyledButton
        className={css.head}
        aria-expanded={isOpen}
        aria-controls={inside}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronDown size={14} aria-hidden className={css.chevron} data-open={isOpen || undefined} />
        <span className={css.what}>
          {first ? (
            <>
              <Verbatim longest={80}>{first.title || order.number}</Verbatim>
              {others > 0 && (
                <span className={css.quiet}>
                  {' '}
                  <Plural value={others} one="and # more" other="and # more" />
                </span>
              )}
            </>
          ) : (
            <Verbatim longest={40}>{order.number}</Verbatim>
          )}
        </span>
        <span className={css.amount}>{money(order.total, order.currency)}</span>
        <span className={css.marks}>
          <OrderState order={order} />
          {order.delivery && <DeliveryState state={order.delivery} />}
          <Refunded order={order} />
        </span>
        <span className={css.amount}>
          <Instant at={order.placed_at} brief />
        </span>
      </UnstyledButton>
      <div id={inside} hidden={!isOpen} className={css.inside}>
        {isOpen && <Inside order={order} />}
      </div>
    </li>
  );
}

function Refunded({ order }: { order: OrderOfCustomer }) {
  const { t } = useLingui();
  const { money } = useWords();
  if (order.refunded <= 0) return null;
  const amount = money(order.refunded, order.currency);
  return <span className={css.quiet}>{t`${amount} back`}</span>;
}

function Inside({ order }: { order: OrderOfCustomer }) {
  const { t } = useLingui();
  const { number, money } = useWords();
  const more = order.more_items;
  return (
    <>
      <ul className={css.items} aria-label={t`Items`}>
        {order.items.map((item, index) => {
          const back = number(item.returned);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be ordered twice in one order
            <li key={index}>
              <span>
                {number(item.quantity)} × <Verbatim longest={120}>{item.title}</Verbatim>
                {item.variant && (
                  <span className={css.quiet}>
                    {' '}
                    <Verbatim longest={60}>{item.variant}</Verbatim>
                  </span>
                )}
                {item.returned > 0 && <span className={css.quiet}> {t`${back} came back`}</span>}
              </span>
              <span className={css.amount}>{money(item.amount, order.currency)}</span>
            </li>
          );
        })}
        {more > 0 && (
          <li className={css.quiet}>
            <Plural value={more} one="and # more" other="and # more" />
          </li>
        )}
      </ul>
      <Parcels parcels={order.parcels} />
      {order.refunds.map((refund, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
        <p key={index} className={css.refund}>
          <span>
            {t`Refund`} <Instant at={refund.at} brief />{' '}
            <span className={css.quiet}>
              <Verbatim longest={120}>{refund.reason}</Verbatim>
            </span>
          </span>
          <span className={css.amount}>{money(refund.amount, order.currency)}</span>
        </p>
      ))}
      <p className={css.foot}>
        <Anchor component={Link} to={`/orders/${order.id}`}>
          {t`Order`} <Verbatim longest={40}>{order.number}</Verbatim>
        </Anchor>{' '}
        <span className={css.quiet}>
          <Verbatim longest={40}>{order.channel.name}</Verbatim>
        </span>
      </p>
    </>
  );
}
