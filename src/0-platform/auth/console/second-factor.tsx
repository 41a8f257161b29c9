/** The code of the authenticator app, or one of the codes kept for the day the phone is lost. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api, ProblemNote, useSending } from '#console/kit';

export function SecondFactor({ onDone, onBack }: { onDone(): Promise<void>; onBack(): void }) {
  const { t } = useLingui();
  const [backup, setBackup] = useState(false);
  const form = useForm({ initialValues: { code: '', trustDevice: false } });
  const { onSubmit, pending, failure, reset } = useSending(form, {
    send: async ({ code, trustDevice }) => {
      const way = backup ? 'verify-backup-code' : 'verify-totp';
      await api.post(`/api/auth/two-factor/${way}`, { code: code.replaceAll(' ', ''), trustDevice });
      await onDone();
    },
  });
  const switchWay = (): void => {
    setBackup(!backup);
    reset();
    form.reset();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          key={String(backup)}
          label={backup ? t`Recovery code` : t`Code from your authenticator app`}
          autoComplete="one-time-code"
          inputMode={backup ? 'text' : 'numeric'}
          maxLength={32}
          required
          autoFocus
          {...form.getInputProps('code')}
        />
        <Checkbox
          label={t`Trust this device for 30 days`}
          {...form.getInputProps('trustDevice', { type: 'checkbox' })}
        />
        <ProblemNote failure={failure} />
        <Button type="submit" loading={pending} fullWidth>{t`Continue`}</Button>
        <Group justify="space-between">
          <Anchor component="button" type="button" onClick={onBack}>
            <Trans>Back</Trans>
          </Anchor>
          <Anchor component="button" type="button" onClick={switchWay}>
            {backup ? <Trans>Use the app’s code</Trans> : <Trans>Use a recovery code</Trans>}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
