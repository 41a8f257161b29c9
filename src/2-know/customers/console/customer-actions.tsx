/** What staff do with a customer: say that she is somebody else too, take her data out, erase her. */
import { useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconArrowsJoin, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, mayOpen, ProblemNote, useMe, useUrlState } from '#console/kit';
import type { CustomerDetail, MergePreview } from '../contract.ts';
import { Preview } from './compare-customers.tsx';
import { CustomerPicker } from './customer-picker.tsx';
import { EraseCustomer } from './erase-customer.tsx';

export function CustomerActions({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const { role } = useMe();
  const [url, change] = useUrlState();
  if (customer.erased_at) return null;
  const mayMerge = mayOpen(role, ['agent', 'operations']);
  const linked = customer.seen_with.map(Number);
  const found = { customer_id: Number(customer.id), linked };
  return (
    <>
      {mayMerge && (
        <Button
          variant="default"
          leftSection={<IconArrowsJoin size={14} aria-hidden />}
          onClick={() => change({ merge: 'open' })}
        >
          {t`Merge…`}
        </Button>
      )}
      {mayOpen(role, ['operations']) && (
        <Button
          component="a"
          variant="default"
          href={`/api/customers/${customer.id}/export`}
          download
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t`Export`}
        </Button>
      )}
      {mayOpen(role, []) && <EraseCustomer customer={found} />}
      <Modal
        opened={mayMerge && url.merge !== undefined}
        onClose={() => change({ merge: null }, { replace: true })}
        title={t`Merge with another customer`}
        size="lg"
      >
        {url.merge !== undefined && <MergeWith customer={customer} />}
      </Modal>
    </>
  );
}

function MergeWith({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [other, setOther] = useState<string | null>(null);
  const preview = useQuery({
    queryKey: ['/api/customers', customer.id, 'merge-preview', other],
    queryFn: ({ signal }) =>
      api.get<MergePreview>(`/api/customers/${customer.id}/merge-preview`, {
        query: { with: other ?? '' },
        signal,
      }),
    enabled: other !== null,
    retry: false,
  });
  const merge = useMutation({
    mutationFn: () => api.post<CustomerDetail>(`/api/customers/${customer.id}/merges`, { with: other }),
    onSuccess: async (shown) => {
      await queries.invalidateQueries({ queryKey: ['/api/customers'] });
      void navigate({ to: `/customers/${shown.id}` });
    },
  });
  return (
    <Stack gap="sm">
      <CustomerPicker autoFocus label={t`The other customer`} value={other} onChange={setOther} />
      {other !== null && <ProblemNote failure={preview.error} />}
      {preview.data && <Preview preview={preview.data} />}
      <ProblemNote failure={merge.error} />
      <Group justify="flex-end">
        <Button disabled={!preview.data} loading={merge.isPending} onClick={() => merge.mutate()}>
          {t`Merge the two`}
        </Button>
      </Group>
    </Stack>
  );
}
