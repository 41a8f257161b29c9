/** Out of the sample into one's own shop. What is made up stays where it is. */
import { useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api, useMe } from '#console/kit';

export function LeaveSample() {
  const { t } = useLingui();
  const { role } = useMe();
  const router = useRouter();
  const leave = useMutation({
    mutationFn: async () => {
      await router.preloadRoute({ to: '/own-shop' });
      await api.post('/api/sample/leave');
    },
    onSuccess: () => router.navigate({ to: '/own-shop' }),
  });
  return (
    <Group gap="xs">
      <Anchor href="/shop" target="_blank" rel="noopener" size="sm">
        {t`Open its shop`}
      </Anchor>
      {role === 'owner' && (
        <Button size="compact-sm" variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t`Leave for my own shop`}
        </Button>
      )}
    </Group>
  );
}
