/** What she bought altogether, and how often: figures for who has her on the phone. */
import { useLingui } from '@lingui/react/macro';
import { Panel, useWords } from '#console/kit';
import type { CustomerDetail } from '../contract.ts';
import css from './customers.module.css';

export function Rhythm({ bought }: { bought: CustomerDetail['bought'] }) {
  const { t } = useLingui();
  const { number, money, day, share } = useWords();
  const returnedOf = ({ returned, orders, returned_share }: CustomerDetail['bought'][number]): string => {
    const [back, all] = [number(returned), number(orders)];
    if (returned === 0 || returned_share === null) return back;
    return t`${back} of ${all} · ${share(returned_share)}`;
  };
  if (bought.length === 0) return <Panel title={t`What she bought`}>{t`Nothing yet.`}</Panel>;
  return bought.map((one) => (
    <Panel
      key={one.currency}
      title={bought.length > 1 ? t`What she bought in ${one.currency}` : t`What she bought`}
    >
      <dl className={css.figures}>
        <Figure label={t`Orders`}>{number(one.orders)}</Figure>
        <Figure label={t`Spent`}>{money(one.spent, one.currency)}</Figure>
        <Figure label={t`Average order`}>{money(one.average, one.currency)}</Figure>
        <Figure label={t`Days between orders`}>
          {one.days_between === null ? '—' : number(one.days_between)}
        </Figure>
        <Figure label={t`Came back`}>{returnedOf(one)}</Figure>
        <Figure label={t`Money given back`}>
          {one.refunded === 0
            ? number(0)
            : `${money(one.refunded, one.currency)} · ${share(one.refunded_share)}`}
        </Figure>
        <Figure label={t`Last return`}>
          {one.last_returned_at === null ? '—' : day(one.last_returned_at)}
        </Figure>
        <Figure label={t`Cancelled`}>{number(one.cancelled)}</Figure>
        <Figure label={t`First order`}>{day(one.first_at)}</Figure>
        <Figure label={t`Last order`}>{day(one.last_at)}</Figure>
      </dl>
    </Panel>
  ));
}

function Figure({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
