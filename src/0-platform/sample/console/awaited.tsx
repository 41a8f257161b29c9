/** Waiting until the other installation answers. The server goes meanwhile: everything that is needed here is loaded already. */
import { Trans } from '@lingui/react/macro';
import { Loader, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { api } from '#console/kit';
import type { SignInOptions } from '#platform/auth/contract';

const LOOK_MS = 1000;

/** Asks again and again; silence is an answer too. */
export function useAwaited(isThere: (said: SignInOptions) => boolean, then: () => void): void {
  const latest = useRef({ isThere, then });
  latest.current = { isThere, then };
  useEffect(() => {
    let over = false;
    const look = async (): Promise<void> => {
      const said = await api.get<SignInOptions>('/api/sign-in').catch(() => null);
      if (over) return;
      if (said && latest.current.isThere(said)) latest.current.then();
      else setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      over = true;
    };
  }, []);
}

export const Awaiting = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <Modal opened withCloseButton={false} onClose={() => undefined} title={title} centered>
    <Words>{children}</Words>
  </Modal>
);

export const Words = ({ children }: { children?: ReactNode }) => (
  <Stack gap="sm" role="status">
    <Loader size="sm" aria-hidden />
    <Text>{children ?? <Trans>One moment …</Trans>}</Text>
  </Stack>
);
