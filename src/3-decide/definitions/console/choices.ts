/** What the shop has that rows can choose from. Without an answer names and numbers can still be typed. */
import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ApiPage, api } from '#console/kit';
import type { AttributeItem } from '#know/attributes/contract';
import type { ProductGroups } from '#know/catalog/contract';
import type { ChannelItem } from '#know/channels/contract';

export type Choice = { value: string; label: string };
export type Choices = {
  channels: readonly Choice[];
  currencies: readonly string[];
  /** By their whole way, which is how definitions name them. */
  categories: readonly string[];
  attributes: readonly (Choice & { options: readonly Choice[] | undefined })[];
  segments: readonly Choice[];
};

export function useChoices(segments: readonly Choice[]): Choices {
  const { i18n } = useLingui();
  const said = (words: { en: string; zh: string }): string => (i18n.locale === 'zh-CN' ? words.zh : words.en);
  const channels = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
  }).data?.items;
  const groups = useQuery({
    queryKey: ['/api/product-groups'],
    queryFn: ({ signal }) => api.get<ProductGroups>('/api/product-groups', { signal }),
  }).data;
  const attributes = useQuery({
    queryKey: ['/api/attributes', 'to-choose'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<AttributeItem>>('/api/attributes', {
        query: { limit: 200, archived: false },
        signal,
      }),
  }).data?.items;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `said` changes with the language
  return useMemo(
    () => ({
      channels: (channels ?? []).map(({ id, name }) => ({ value: id, label: name })),
      currencies: [...new Set((channels ?? []).map(({ currency }) => currency))],
      categories: (groups?.categories ?? []).map(({ name }) => name),
      attributes: (attributes ?? []).map(({ key, title, options }) => ({
        value: key,
        label: said(title),
        options:
          options.length > 0
            ? options.map((option) => ({ value: option.key, label: said(option.title) }))
            : undefined,
      })),
      segments,
    }),
    [channels, groups, attributes, segments, i18n.locale],
  );
}
