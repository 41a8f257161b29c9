/** Erasing: what it does, the typed confirmation, and the certificate to print or keep. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconEraser, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Confirm, CopyIcon, JsonView } from '#console/kit';
import type { Certificate, FoundCustomer } from './answers.ts';
import css from './customers.module.css';

export function EraseCustomer({ customer }: { customer: Pick<FoundCustomer, 'customer_id' | 'linked'> }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [withLinked, setWithLinked] = useState(customer.linked.length > 0);
  const id = String(customer.customer_id);
  const erase = useMutation({
    mutationFn: () => api.post<Certificate>(`/api/customers/${id}/erasure`, { with_linked: withLinked }),
    onSuccess: () => setAsking(false),
  });
  const close = (): void => {
    erase.reset();
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/customers'),
    });
  };
  return (
    <>
      <Button
        color="red"
        variant="light"
        leftSection={<IconEraser size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t`Erase…`}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Erase customer ${id}?`}
        word={id}
        act={t`Erase for good`}
        pending={erase.isPending}
        failure={erase.error}
        onConfirm={() => erase.mutate()}
      >
        <Stack gap="sm">
          <Text>
            <Trans>
              Her key is destroyed: her personal values can be read by nobody any more, here, in archives and
              in backups. What happened stays, without her. This cannot be undone.
            </Trans>
          </Text>
          {customer.linked.length > 0 && (
            <Checkbox
              label={t`Also erase the profiles linked with her: ${customer.linked.join(', ')}`}
              checked={withLinked}
              onChange={(event) => setWithLinked(event.currentTarget.checked)}
            />
          )}
        </Stack>
      </Confirm>
      <Modal opened={erase.data !== undefined} onClose={close} title={t`Certificate of erasure`} size="lg">
        {erase.data && <CertificateView certificate={erase.data} />}
      </Modal>
    </>
  );
}

export function CertificateView({ certificate }: { certificate: Certificate }) {
  const { t } = useLingui();
  return (
    <Stack className={css.certificate}>
      <Text>
        <Trans>
          Keep this with the request: it says what was erased and when, and holds none of her values.
        </Trans>
      </Text>
      <JsonView value={certificate} label={t`Certificate of erasure`} />
      <Group justify="flex-end" className={css.notPrinted}>
        <CopyIcon value={JSON.stringify(certificate, null, 2)} what={t`certificate`} />
        <Button variant="default" leftSection={<IconPrinter size={14} aria-hidden />} onClick={() => print()}>
          {t`Print`}
        </Button>
      </Group>
    </Stack>
  );
}
