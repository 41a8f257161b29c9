import { useLingui } from '@lingui/react/macro';
import type { FigureName, Reason } from '../contract.ts';

export function useReconciliationWords() {
  const { t } = useLingui();
  const reasons: Record<Reason, string> = {
    missing_here: t`Not known here`,
    missing_there: t`Not listed by the platform`,
    amount_differs: t`Another amount`,
    late_refund: t`Refund on another day`,
    cancelled_later: t`Cancelled later`,
    test_order: t`Test order`,
    tax_rule: t`Tax counted otherwise`,
    gift_card: t`Gift card`,
    shipping: t`Shipping and fees`,
    discount: t`Discount`,
    other_day: t`On another day there`,
    not_itemised: t`Not in the platform’s own list`,
    unexplained: t`Not explained`,
  };
  return { reasons };
}

/** A month that is over, or the present one: `2026-11`. */
export const monthOf = (given: string | undefined): string =>
  /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(given ?? '')
    ? (given as string)
    : new Date().toISOString().slice(0, 7);

/** Those of the contract, said again: it brings along zod, which the pages need not carry. */
export const FIGURES: readonly FigureName[] = ['total_sales', 'gross_sales', 'net_sales', 'refunds'];
export const DEFAULT_FIGURE: FigureName = 'total_sales';
