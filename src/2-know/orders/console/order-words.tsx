/** States of orders in the reader's language. */
import { useLingui } from '@lingui/react/macro';
import { Mark, type Tone } from '#console/kit';
import type { OrderItem, ParcelShown } from '../contract.ts';

export function useOrderWords() {
  const { t } = useLingui();
  const states: Record<OrderItem['state'], string> = {
    pending: t`Waiting for payment`,
    paid: t`Paid`,
    partially_fulfilled: t`Partly shipped`,
    fulfilled: t`Shipped`,
    completed: t`Completed`,
    cancelled: t`Cancelled`,
  };
  const payments: Record<OrderItem['payment'], string> = {
    pending: t`Not paid`,
    paid: t`Paid`,
    partially_paid: t`Partly paid`,
    partially_refunded: t`Partly refunded`,
    refunded: t`Refunded`,
  };
  const kinds: Record<OrderItem['kind'], string> = {
    sale: t`Sale`,
    credit: t`Credit`,
    adjustment: t`Adjustment`,
  };
  const deliveries: Record<ParcelShown['state'], string> = {
    waiting: t`Not sent yet`,
    on_the_way: t`On the way`,
    late: t`Overdue`,
    failed: t`Not delivered`,
    delivered: t`Delivered`,
  };
  return { states, payments, kinds, deliveries };
}

const TONES: Record<OrderItem['state'], Tone> = {
  pending: 'warn',
  paid: 'accent',
  partially_fulfilled: 'accent',
  fulfilled: 'ok',
  completed: 'ok',
  cancelled: 'bad',
};

export function OrderState({ order }: { order: Pick<OrderItem, 'state' | 'kind' | 'test'> }) {
  const { t } = useLingui();
  const { states, kinds } = useOrderWords();
  if (order.test) return <Mark tone="quiet">{t`Test`}</Mark>;
  if (order.kind !== 'sale') return <Mark tone="quiet">{kinds[order.kind]}</Mark>;
  return <Mark tone={TONES[order.state]}>{states[order.state]}</Mark>;
}

const DELIVERY_TONES: Record<ParcelShown['state'], Tone> = {
  waiting: 'quiet',
  on_the_way: 'accent',
  late: 'warn',
  failed: 'bad',
  delivered: 'ok',
};

export function DeliveryState({ state }: { state: ParcelShown['state'] }) {
  const { deliveries } = useOrderWords();
  return <Mark tone={DELIVERY_TONES[state]}>{deliveries[state]}</Mark>;
}
