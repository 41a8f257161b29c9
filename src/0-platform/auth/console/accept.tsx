/**
 * Setting a password by a link, of an invitation or of a reset. The token stands after the `#`, which browsers do not send: it is in no
 * log of any proxy. It is taken out of the address as soon as it was read.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, Mono, ProblemNote, useSending } from '#console/kit';
import { Card } from './sign-in.tsx';

export default function AcceptPage() {
  const { t } = useLingui();
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => {
    document.title = `${t`Set your password`} · Regulars`;
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }, [t]);
  return (
    <Card title={t`Set your password`}>
      {token ? (
        <SetPassword token={token} />
      ) : (
        <Text>
          <Trans>
            This link is not complete. Open it again as it was given to you, or ask for a new one.
          </Trans>
        </Text>
      )}
    </Card>
  );
}

function SetPassword({ token }: { token: string }) {
  const { t } = useLingui();
  const form = useForm({
    initialValues: { name: '', password: '', again: '' },
    validate: { again: (again, { password }) => (again === password ? null : t`The two are not the same.`) },
  });
  const [email, setEmail] = useState<string | null>(null);
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ name, password }) =>
      api.post<{ email: string }>('/api/invitations/accept', {
        token,
        password,
        ...(name.trim() && { name }),
      }),
    onDone: (answer) => setEmail(answer.email),
  });
  if (email !== null) {
    return (
      <Stack>
        <Text>
          <Trans>
            Done. You can sign in as <Mono>{email}</Mono> now.
          </Trans>
        </Text>
        <Button component={Link} to="/sign-in">{t`Sign in`}</Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          label={t`Your name`}
          description={t`Leave it empty to keep the name you were given.`}
          autoComplete="name"
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <PasswordInput
          label={t`New password`}
          description={t`At least 12 characters. A few words are better than tricks.`}
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          required
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t`New password, once more`}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.getInputProps('again')}
        />
        <ProblemNote failure={failure} />
        <Button type="submit" loading={pending}>{t`Set password`}</Button>
      </Stack>
    </form>
  );
}
