/** What staff do with a customer: say that she is somebody else too, take her data out, erase her. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowsJoin, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, mayOpen, Panel, ProblemNote, useMe, useUrlState, useWords } from '#console/kit';
import type { CustomerDetail, MergePreview } from '../contract.ts';
import { CustomerPicker } from './customer-picker.tsx';
import css from './customers.module.css';
import { CustomerName } from './customers.tsx';
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

export function Preview({ preview }: { preview: MergePreview }) {
  const { t } = useLingui();
  return (
    <>
      <div className={css.pair}>
        {[preview.keeps, preview.joins].map((one) => (
          <Panel key={one.id} title={t`Customer ${one.id}`}>
            <Side customer={one} />
          </Panel>
        ))}
      </div>
      <Text size="sm">
        <Trans>
          They will be shown as one. Events, orders and consents stay where they are, and you can undo it at
          any time.
        </Trans>
      </Text>
      {preview.kept_apart && (
        <Text size="sm" c="red">
          <Trans>Somebody took these two apart before.</Trans>
        </Text>
      )}
    </>
  );
}

function Side({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const { number, money } = useWords();
  return (
    <dl className={css.facts}>
      <dt>{t`Name`}</dt>
      <dd>
        <CustomerName customer={{ ...customer, user_id: null }} />
      </dd>
      <dt>{t`Orders`}</dt>
      <dd>
        {customer.bought.length === 0
          ? number(0)
          : customer.bought
              .map((one) => `${number(one.orders)} · ${money(one.spent, one.currency)}`)
              .join(', ')}
      </dd>
      <dt>{t`Profiles`}</dt>
      <dd>{customer.profiles.join(', ')}</dd>
    </dl>
  );
}
