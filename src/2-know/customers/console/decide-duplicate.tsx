/** Two customers side by side, and the two answers. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api, ProblemNote } from '#console/kit';
import type { DuplicateReason, MergePreview } from '../contract.ts';
import { Preview } from './compare-customers.tsx';

export function useReasons(): Record<DuplicateReason, string> {
  const { t } = useLingui();
  return useMemo(
    () => ({
      name_phone: t`Same name and end of phone number`,
      name_address: t`Same address and like name`,
      masked_phone: t`Same hidden phone number and like name`,
      seen_with: t`Seen with the other’s device or identifier`,
    }),
    [t],
  );
}

export function DecideDuplicate({ one, other, onDone }: { one: string; other: string; onDone(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: ['/api/customers', one, 'merge-preview', other],
    queryFn: ({ signal }) =>
      api.get<MergePreview>(`/api/customers/${one}/merge-preview`, { query: { with: other }, signal }),
    retry: false,
  });
  const decide = useMutation({
    mutationFn: (what: 'merges' | 'apart') => api.post(`/api/customers/${one}/${what}`, { with: other }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['/api/duplicates'] });
      await queries.invalidateQueries({ queryKey: ['/api/customers'] });
      onDone();
    },
  });
  const pending = (what: 'merges' | 'apart') => decide.isPending && decide.variables === what;
  return (
    <Stack gap="sm">
      <ProblemNote failure={preview.error} retry={() => void preview.refetch()} />
      {!preview.data && !preview.error && <Skeleton h={200} />}
      {preview.data && <Preview preview={preview.data} />}
      <Group gap="md">
        {[one, other].map((id) => (
          <Anchor key={id} component={Link} to={`/customers/${id}`} size="sm">
            <Trans>Open customer {id}</Trans>
          </Anchor>
        ))}
      </Group>
      <ProblemNote failure={decide.error} />
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={!preview.data || decide.isPending}
          loading={pending('apart')}
          onClick={() => decide.mutate('apart')}
        >
          {t`Not the same`}
        </Button>
        <Button
          disabled={!preview.data || decide.isPending}
          loading={pending('merges')}
          onClick={() => decide.mutate('merges')}
        >
          {t`Merge the two`}
        </Button>
      </Group>
    </Stack>
  );
}
