import { useLingui } from '@lingui/react/macro';
import { Mark, type Tone } from '#console/kit';
import type { ImportItem } from '../contract.ts';

const TONES: Record<ImportItem['state'], Tone> = {
  waiting: 'quiet',
  running: 'warn',
  done: 'ok',
  failed: 'bad',
  cancelled: 'quiet',
};

export function ImportState({ state }: { state: ImportItem['state'] }) {
  const { t } = useLingui();
  const words: Record<ImportItem['state'], string> = {
    waiting: t`Waiting`,
    running: t`Running`,
    done: t`Done`,
    failed: t`Failed`,
    cancelled: t`Stopped`,
  };
  return <Mark tone={TONES[state]}>{words[state]}</Mark>;
}

export function useTableWords(): (table: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    orders: t`Orders`,
    lines: t`Lines`,
    products: t`Products`,
    customers: t`Customers`,
    deliveries: t`Deliveries`,
    places: t`Places`,
    guest_lines: t`Lines of guests`,
    cancellations: t`Credit notes`,
    adjustments: t`Bookings`,
    campaign_contacts: t`Contacts of campaigns`,
    coupon_redemptions: t`Coupons used`,
  };
  return (table) => words[table] ?? table;
}

export function useSaid(): (both: { en: string; zh: string }) => string {
  const { i18n } = useLingui();
  return (both) => (i18n.locale === 'zh-CN' ? both.zh : both.en);
}
