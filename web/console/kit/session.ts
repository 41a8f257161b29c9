/** Who is signed in, and what they may see. The server decides what they may do; here it only saves them from dead ends. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Me, StaffRole } from '#platform/auth/contract';
import { ApiProblem, api } from './api.ts';

export type Role = StaffRole;

/** Null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await api.get<Me>('/api/me', { signal });
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.status === 401) return null;
      throw failure;
    }
  },
  staleTime: 60_000,
  refetchInterval: 60_000,
});

/** Within the shell somebody always is. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('Nobody is signed in.');
  return data;
}

/** Nobody named means everybody. The owner may see all. */
export const mayOpen = (role: Role, roles: readonly Role[] | undefined): boolean =>
  roles === undefined || role === 'owner' || roles.includes(role);
