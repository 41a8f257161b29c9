/** Segments that most shops begin with, each a definition one can change before it is saved. */
import { useLingui } from '@lingui/react/macro';
import { type Icon, IconEye, IconRepeat, IconWallet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ApiPage, api } from '#console/kit';
import type { ChannelItem } from '#know/channels/contract';

export const EXAMPLES = ['viewed', 'twice', 'spent'] as const;
export type ExampleName = (typeof EXAMPLES)[number];
export type Example = { name: string; description: string; icon: Icon; text: string };

/** In the smallest unit: 5,000.00. */
const MUCH = 500_000;

export function useExamples(): Record<ExampleName, Example> {
  const { t } = useLingui();
  const currency = useCurrency();
  return {
    viewed: {
      name: t`Looked, did not buy`,
      description: t`Looked at a product in the last 7 days and placed no order in them.`,
      icon: IconEye,
      text: 'did "Product Viewed" in last 7 days and orders placed in last 7 days is 0',
    },
    twice: {
      name: t`Bought twice in a year`,
      description: t`Placed at least two orders in the last 365 days that were kept.`,
      icon: IconRepeat,
      text: 'orders kept in last 365 days >= 2',
    },
    spent: {
      name: t`Spent much`,
      description: t`Spent more than a sum in a year, less what was refunded.`,
      icon: IconWallet,
      text: `orders net_amount ${currency} in last 365 days > ${MUCH}`,
    },
  };
}

/** Of the first channel. */
function useCurrency(): string {
  const { data } = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
  });
  return data?.items[0]?.currency ?? 'CNY';
}
