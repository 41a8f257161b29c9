/** A secret at the only moment it can be read. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Snippet } from '#console/kit';
import type { issuedReset } from '../contract.ts';

type Props = { value: string; what: string; children: ReactNode; onClose(): void };

export function ShownOnce({ value, what, children, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Stack gap="sm">
      <Alert color="yellow" icon={<IconEyeOff size={18} aria-hidden />}>
        {children}
      </Alert>
      <Snippet code={value} label={what} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t`I have kept it`}</Button>
      </Group>
    </Stack>
  );
}

/** A link as the server issues it. */
export type Issued = z.output<typeof issuedReset>;

export const AlsoMailed = () => <Trans>It is also on its way to them by mail.</Trans>;
