/**
 * Waiting until the other installation answers, on a page of its own: pages of staff ask all the time, and to be answered by an installation that does
 * not know one means to be sent to sign in. The page is loaded before the server goes.
 */
import { Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
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

export const Awaiting = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper p="lg" radius={10} maw={440} mx="auto" mt={80}>
    <Title order={1} mb="md">
      {title}
    </Title>
    {children}
  </Paper>
);

/** The words say it all; what turns is left out for those who asked for rest. */
export function Words({ children }: { children: ReactNode }) {
  const isStill = useReducedMotion();
  return (
    <Stack gap="sm" role="status">
      {!isStill && <Loader size="sm" aria-hidden />}
      <Text>{children}</Text>
    </Stack>
  );
}
