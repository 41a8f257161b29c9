/** What the page is about: it stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { type ApiPage, api, useUrlState } from '#console/kit';
import type { ChannelItem } from '#know/channels/contract';
import type { FigureName } from '../contract.ts';
import { DEFAULT_FIGURE, FIGURES, monthOf } from './reconciliation-words.tsx';

export type Asked = { channel: ChannelItem; month: string; figure: FigureName };

export function useAsked() {
  const [url] = useUrlState();
  const channels = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
  });
  const all = channels.data?.items ?? [];
  return {
    channels,
    channel: all.find(({ id }) => id === url.channel) ?? all[0],
    month: monthOf(url.month),
    figure: FIGURES.find((name) => name === url.figure) ?? DEFAULT_FIGURE,
  };
}
