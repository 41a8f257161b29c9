/** Write keys: made, shown once, exchanged by having two for a while, revoked for good. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Confirm, Instant, Mark, Mono, Panel, ProblemNote, Snippet } from '#console/kit';
import type { SourceDetail } from '../contract.ts';
import { keepFresh } from './fresh-keys.ts';
import { SignedUsers } from './signed-users.tsx';

type Props = { source: SourceDetail; mayKeep: boolean };
type Key = SourceDetail['keys'][number];

export function SourceKeys({ source, mayKeep }: Props) {
  const { t } = useLingui();
  const [revoking, setRevoking] = useState<Key | null>(null);
  return (
    <Stack>
      <Panel title={t`Write keys`} actions={mayKeep && <MakeKey source={source} />}>
        <Text c="dimmed" mb="sm">
          <Trans>
            To exchange a key without losing an event: make a second one, put it in place, then revoke the
            first.
          </Trans>
        </Text>
        {source.keys.length === 0 ? (
          <Text>
            <Trans>No keys yet: nothing can send events.</Trans>
          </Text>
        ) : (
          <Table.ScrollContainer minWidth={440}>
            <KeyTable keys={source.keys} {...(mayKeep && { onRevoke: setRevoking })} />
          </Table.ScrollContainer>
        )}
      </Panel>
      <SignedUsers source={source} mayKeep={mayKeep} />
      <RevokeKey source={source} writeKey={revoking} onClose={() => setRevoking(null)} />
    </Stack>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly Key[]; onRevoke?: (key: Key) => void }) {
  const { t } = useLingui();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t`Begins with`}</Table.Th>
          <Table.Th>{t`Kind`}</Table.Th>
          <Table.Th>{t`State`}</Table.Th>
          <Table.Th>{t`Made`}</Table.Th>
          <Table.Th aria-label={t`Act`} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td>
              <Mono>{key.prefix}</Mono>
            </Table.Td>
            <Table.Td>{key.kind === 'server' ? t`Server key` : t`Browser key`}</Table.Td>
            <Table.Td>
              {key.revoked_at ? <Mark tone="bad">{t`Revoked`}</Mark> : <Mark tone="ok">{t`Active`}</Mark>}
            </Table.Td>
            <Table.Td>
              <Instant at={key.revoked_at ?? key.created_at} />
            </Table.Td>
            <Table.Td ta="end">
              {onRevoke && !key.revoked_at && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onRevoke(key)}
                >{t`Revoke…`}</Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function MakeKey({ source }: { source: SourceDetail }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: async (kind: 'browser' | 'server') => {
      const { write_key } = await api.post<{ write_key: string }>(`/api/sources/${source.id}/keys`, { kind });
      keepFresh(source.id, kind, write_key);
      return write_key;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/sources', source.id] }),
  });
  if (make.data) {
    return (
      <Stack gap="xs" w="100%">
        <Alert color="yellow" icon={<IconEyeOff size={18} aria-hidden />}>
          <Trans>This key is shown only now. Copy it, or find it in the snippets under “Connect”.</Trans>
        </Alert>
        <Snippet code={make.data} label={t`write key`} />
        <Group>
          <Button variant="default" onClick={make.reset}>{t`I have kept it`}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Group gap={8}>
      <ProblemNote failure={make.error} />
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate('browser')}>
        {t`New browser key`}
      </Button>
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate('server')}>
        {t`New server key`}
      </Button>
    </Group>
  );
}

function RevokeKey({
  source,
  writeKey,
  onClose,
}: {
  source: SourceDetail;
  writeKey: Key | null;
  onClose(): void;
}) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => api.post(`/api/sources/${source.id}/keys/${id}/revocation`),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/sources'] }),
  });
  return (
    <Confirm
      opened={writeKey !== null}
      onClose={onClose}
      title={t`Revoke this key?`}
      word={writeKey?.prefix ?? ''}
      act={t`Revoke for good`}
      pending={revoke.isPending}
      failure={revoke.error}
      onConfirm={() => writeKey && revoke.mutate(writeKey.id)}
    >
      <Trans>Whoever still sends with it is refused within a second. This cannot be undone.</Trans>
    </Confirm>
  );
}
