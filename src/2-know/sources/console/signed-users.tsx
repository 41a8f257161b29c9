/** The secret by which the shop's server vouches for the user ids that its pages name. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, Mark, Panel, ProblemNote, Snippet } from '#console/kit';
import type { SourceDetail } from '../contract.ts';

export function SignedUsers({ source, mayKeep }: { source: SourceDetail; mayKeep: boolean }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: ['/api/sources', source.id] });
  const path = `/api/sources/${source.id}/user-token-secret`;
  const issue = useMutation({
    mutationFn: () => api.post<{ user_token_secret: string }>(path),
    onSuccess: reload,
  });
  const withdraw = useMutation({ mutationFn: () => api.delete(path), onSuccess: reload });
  return (
    <Panel
      title={t`Signed users`}
      actions={source.signs_users ? <Mark tone="ok">{t`On`}</Mark> : <Mark tone="quiet">{t`Off`}</Mark>}
    >
      <Stack gap="sm">
        <Text c="dimmed">
          <Trans>
            Anybody can claim to be somebody in a browser. A browser’s user id is believed only if your server
            signed it with this secret (HMAC-SHA256 of the user id, as userToken in the call’s context).
          </Trans>
        </Text>
        {issue.data && (
          <>
            <Alert color="yellow" icon={<IconEyeOff size={18} aria-hidden />}>
              <Trans>This secret is shown only now. Keep it on your server.</Trans>
            </Alert>
            <Snippet code={issue.data.user_token_secret} label={t`secret`} />
          </>
        )}
        <ProblemNote failure={issue.error ?? withdraw.error} />
        {mayKeep && (
          <Group>
            <Button variant="default" loading={issue.isPending} onClick={() => issue.mutate()}>
              {source.signs_users ? t`Issue a new secret` : t`Issue a secret`}
            </Button>
            {source.signs_users && (
              <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
                {t`Withdraw the secret`}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Panel>
  );
}
