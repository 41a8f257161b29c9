/** The second factor: password first, then scan, then prove it with a code; recovery codes are shown once. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { encode } from 'uqr';
import { api, Copyable, Mark, Mono, meQuery, Panel, ProblemNote, useMe, useSending } from '#console/kit';
import css from './account.module.css';

type Setup = { totpURI: string; backupCodes: string[] };

export function TwoFactor() {
  const { t } = useLingui();
  const { two_factor: on } = useMe();
  const [setup, setSetup] = useState<Setup | null>(null);
  const queries = useQueryClient();
  const done = (): void => {
    setSetup(null);
    void queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <Panel
      title={t`Second factor`}
      actions={on ? <Mark tone="ok">{t`On`}</Mark> : <Mark tone="warn">{t`Not set up`}</Mark>}
    >
      {setup ? (
        <Prove setup={setup} onDone={done} onCancel={() => setSetup(null)} />
      ) : (
        <WithPassword key={String(on)} on={on} onSetup={setSetup} onOff={done} />
      )}
    </Panel>
  );
}

function WithPassword({ on, onSetup, onOff }: { on: boolean; onSetup(setup: Setup): void; onOff(): void }) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { password: '' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: async (values) => {
      if (on) {
        await api.post('/api/auth/two-factor/disable', values);
        onOff();
      } else {
        onSetup(await api.post<Setup>('/api/auth/two-factor/enable', values));
      }
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text c="dimmed">
          {on ? (
            <Trans>At sign-in you are asked for a code of your authenticator app.</Trans>
          ) : (
            <Trans>With an authenticator app, a stolen password alone opens nothing.</Trans>
          )}
        </Text>
        <PasswordInput
          required
          label={t`Your password`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.getInputProps('password')}
        />
        <ProblemNote failure={failure} />
        <Group>
          <Button type="submit" loading={pending} variant={on ? 'default' : 'filled'}>
            {on ? t`Switch off` : t`Set up`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Prove({ setup, onDone, onCancel }: { setup: Setup; onDone(): void; onCancel(): void }) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { code: '' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ code }) => api.post('/api/auth/two-factor/verify-totp', { code: code.replaceAll(' ', '') }),
    onDone,
  });
  const secret = new URL(setup.totpURI).searchParams.get('secret') ?? '';
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text>
          <Trans>Scan this with your authenticator app, or type the secret into it.</Trans>
        </Text>
        <QrCode text={setup.totpURI} />
        <Copyable value={secret} what={t`secret`} />
        <Text>
          <Trans>Keep these recovery codes where you keep important papers. They are shown only now.</Trans>
        </Text>
        <div className={css.codes}>
          {setup.backupCodes.map((code) => (
            <Mono key={code}>{code}</Mono>
          ))}
        </div>
        <TextInput
          required
          label={t`Code from your authenticator app`}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...form.getInputProps('code')}
        />
        <ProblemNote failure={failure} />
        <Group>
          <Button type="submit" loading={pending}>{t`Switch on`}</Button>
          <Button variant="default" onClick={onCancel}>{t`Cancel`}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Drawn as one path: dark squares row by row. */
function QrCode({ text }: { text: string }) {
  const { t } = useLingui();
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <div className={css.qr}>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t`QR code for your authenticator app`}>
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
