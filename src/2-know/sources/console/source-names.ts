/** All sources by name, for filters of other pages. */
import { useQuery } from '@tanstack/react-query';
import { type ApiPage, api, mayOpen, useMe } from '#console/kit';
import type { SourceItem } from '../contract.ts';

export function useSourceNames(): { value: string; label: string }[] {
  const { role } = useMe();
  const { data } = useQuery({
    queryKey: ['/api/sources', 'names'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<SourceItem>>('/api/sources', { query: { sort: 'name', limit: 200 }, signal }),
    staleTime: 30_000,
    // Some roles see events but not sources.
    enabled: mayOpen(role, ['developer', 'analyst', 'marketer', 'operations']),
  });
  return (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
}
