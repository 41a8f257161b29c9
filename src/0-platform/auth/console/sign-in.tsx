/** Sign-in: mail and password, then the second factor where one has it, or the shop's own sign-in (OpenID Connect) where there is one. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Divider, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { api, meQuery, ProblemNote, useSending, useUrlState } from '#console/kit';
import { isOwnPath } from './own-path.ts';
import { SecondFactor } from './second-factor.tsx';
import css from './sign-in.module.css';

type SignedIn = { twoFactorRedirect?: boolean };

export default function SignInPage() {
  const { t } = useLingui();
  const [second, setSecond] = useState(false);
  const [{ to }] = useUrlState();
  const goOn = useGoOn(to);
  useEffect(() => {
    document.title = `${t`Sign in`} · Regulars`;
  }, [t]);
  return (
    <Card title={second ? t`One more step` : t`Sign in`}>
      {second ? (
        <SecondFactor onDone={goOn} onBack={() => setSecond(false)} />
      ) : (
        <Password onSecond={() => setSecond(true)} onDone={goOn} />
      )}
      {!second && <OtherWays to={to} />}
    </Card>
  );
}

/** Where one wanted to go, if that is a page of ours (SECURITY.md A18). */
function useGoOn(to: string | undefined): () => Promise<void> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async () => {
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ href: isOwnPath(to) ? to : '/', replace: true });
  };
}

export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper className={css.card} radius={10}>
      <Title order={1} mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Password({ onSecond, onDone }: { onSecond(): void; onDone(): Promise<void> }) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: async (values) => {
      const answer = await api.post<SignedIn>('/api/auth/sign-in/email', { ...values, rememberMe: true });
      if (answer.twoFactorRedirect) onSecond();
      else await onDone();
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          label={t`E-mail`}
          type="email"
          autoComplete="username"
          required
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.getInputProps('password')}
        />
        <ProblemNote failure={failure} />
        <Button type="submit" loading={pending} fullWidth mt={4}>{t`Sign in`}</Button>
        <Text c="dimmed" size="xs">
          <Trans>Forgotten your password? An owner can give you a link to set a new one.</Trans>
        </Text>
      </Stack>
    </form>
  );
}

function OtherWays({ to }: { to: string | undefined }) {
  const { t } = useLingui();
  const { data } = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => api.get<{ oidc: boolean }>('/api/sign-in', { signal }),
  });
  const leave = useMutation({
    mutationFn: () =>
      api.post<{ url: string }>('/api/auth/sign-in/social', {
        provider: 'oidc',
        callbackURL: isOwnPath(to) ? to : '/',
      }),
    onSuccess: ({ url }) => location.assign(url),
  });
  if (!data?.oidc) return null;
  return (
    <Stack gap="sm" mt="md">
      <Divider label={t`or`} />
      <Button variant="default" fullWidth loading={leave.isPending} onClick={() => leave.mutate()}>
        {t`Sign in with your company account`}
      </Button>
      <ProblemNote failure={leave.error} />
    </Stack>
  );
}
