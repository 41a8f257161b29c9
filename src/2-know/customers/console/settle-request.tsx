/** One of the things that customers ask, and what can be done about it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconEraser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Instant, ProblemNote, useMe, Verbatim } from '#console/kit';
import type { RequestItem } from '../contract.ts';

export function SettleRequest({ request, onDone }: { request: RequestItem; onDone(): void }) {
  const { t } = useLingui();
  const isOwner = useMe().role === 'owner';
  const { customer_id: customer, what, state } = request;
  return (
    <Stack gap="sm">
      <Text>
        <Anchor component={Link} to={`/customers/${customer}`}>
          {t`Customer ${customer}`}
        </Anchor>
        {' · '}
        <Verbatim longest={60}>{request.asked_via}</Verbatim>
        {' · '}
        <Instant at={request.asked_at} />
      </Text>
      {state === 'open' && what === 'erasure' && (
        <Text>
          <Trans>
            She will be erased without further ado: <Instant at={request.due_at} />
          </Trans>
        </Text>
      )}
      {state === 'open' && what === 'copy' && (
        <>
          <Text>
            <Trans>
              Give her the file in a way that only she can open, then say so here, at the latest:{' '}
              <Instant at={request.due_at} />
            </Trans>
          </Text>
          <HandOver request={request} onDone={onDone} />
        </>
      )}
      {state === 'open' && isOwner && <Decide request={request} onDone={onDone} />}
      {state === 'open' && !isOwner && what === 'erasure' && (
        <Text c="dimmed">{t`An owner can do it at once, or decline it.`}</Text>
      )}
      {request.reason && (
        <Text>
          {t`Reason`}: <Verbatim longest={500}>{request.reason}</Verbatim>
        </Text>
      )}
    </Stack>
  );
}

function useSettled(path: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body?: object) => api.post(path, body),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/customer'),
      });
    },
  });
}

function HandOver({ request, onDone }: { request: RequestItem; onDone(): void }) {
  const { t } = useLingui();
  const done = useSettled(`/api/customer-requests/${request.id}/handed-over`, onDone);
  return (
    <>
      <ProblemNote failure={done.error} />
      <Group>
        <Button
          component="a"
          href={`/api/customers/${request.customer_id}/export`}
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t`Her data as a file`}
        </Button>
        <Button loading={done.isPending} onClick={() => done.mutate(undefined)}>
          {t`She has it`}
        </Button>
      </Group>
    </>
  );
}

/** An owner's: at once, or not at all for a reason in law. */
function Decide({ request, onDone }: { request: RequestItem; onDone(): void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const erase = useSettled(`/api/customer-requests/${request.id}/erasure`, onDone);
  const decline = useSettled(`/api/customer-requests/${request.id}/decline`, onDone);
  return (
    <>
      <ProblemNote failure={erase.error ?? decline.error} />
      {request.what === 'erasure' && (
        <Group>
          <Button
            color="red"
            variant="light"
            leftSection={<IconEraser size={14} aria-hidden />}
            loading={erase.isPending}
            onClick={() => erase.mutate(undefined)}
          >
            {t`Erase now, for good`}
          </Button>
        </Group>
      )}
      <Group align="end">
        <TextInput
          flex={1}
          label={t`Decline, because`}
          description={t`A reason in law: a dispute, a legal hold, not the customer herself.`}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={reason.trim() === ''}
          loading={decline.isPending}
          onClick={() => decline.mutate({ reason: reason.trim() })}
        >
          {t`Decline`}
        </Button>
      </Group>
    </>
  );
}
