import { useLingui } from '@lingui/react/macro';
import { Mark } from '#console/kit';
import type { ProductItem, ProductKindName, ProductStatusName } from '../contract.ts';

export function useProductWords() {
  const { t, i18n } = useLingui();
  const kinds: Record<ProductKindName, string> = {
    goods: t`Goods`,
    postage: t`Postage`,
    fee: t`Fee`,
    adjustment: t`Adjustment`,
    gift_card: t`Gift card`,
  };
  const statuses: Record<ProductStatusName, string> = {
    active: t`For sale`,
    draft: t`Draft`,
    archived: t`Archived`,
  };
  /** A unit price may be finer than its currency. */
  const price = (amount: string, currency: string): string =>
    new Intl.NumberFormat(i18n.locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(
      Number(amount),
    );
  const range = ({ low, high, currency }: NonNullable<ProductItem['price']>): string =>
    low === high ? price(low, currency) : `${price(low, currency)} – ${price(high, currency)}`;
  return { kinds, statuses, price, range };
}

export function ProductStatus({ status }: { status: ProductStatusName }) {
  const { statuses } = useProductWords();
  return <Mark tone={status === 'active' ? 'ok' : 'quiet'}>{statuses[status]}</Mark>;
}
