import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, meQuery } from '#console/kit';

/** Ends the session and forgets everything that was on the screen. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.post('/api/auth/sign-out');
    await navigate({ to: '/sign-in' });
    queries.clear();
    queries.setQueryData(meQuery.queryKey, null);
  };
}
