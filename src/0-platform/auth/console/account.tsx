/** My account: who I am, my language, my password, my second factor, where I am signed in. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import {
  api,
  meQuery,
  PageFrame,
  Panel,
  ProblemNote,
  useMe,
  useSending,
  useWords,
  Verbatim,
} from '#console/kit';
import type { Me } from '../contract.ts';
import css from './account.module.css';
import { Sessions } from './sessions.tsx';
import { TwoFactor } from './two-factor.tsx';

export default function AccountPage() {
  const { t } = useLingui();
  const me = useMe();
  const { roles } = useWords();
  const role = roles[me.role];
  return (
    <PageFrame
      title={t`My account`}
      lead={
        <Trans>
          <Verbatim>{me.email ?? me.name}</Verbatim>, {role}
        </Trans>
      }
    >
      <div className={css.panels}>
        <Profile />
        <Password />
        <TwoFactor />
        <Sessions />
      </div>
    </PageFrame>
  );
}

function Profile() {
  const { t, i18n } = useLingui();
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm<{ name: string; locale: string }>({
    initialValues: { name: me.name, locale: me.locale ?? i18n.locale },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.patch<Me>('/api/me', values),
    onDone: (answer) => {
      queries.setQueryData(meQuery.queryKey, answer);
      notifications.show({ message: t`Saved` });
    },
  });
  return (
    <Panel title={t`Profile`}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput
            required
            maxLength={120}
            label={t({ message: 'Name', context: 'of a person' })}
            {...form.getInputProps('name')}
          />
          <Select
            label={t`Language`}
            allowDeselect={false}
            data={[
              { value: 'zh-CN', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
            {...form.getInputProps('locale')}
          />
          <ProblemNote failure={failure} />
          <Group>
            <Button type="submit" loading={pending}>{t`Save`}</Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Password() {
  const { t } = useLingui();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.post('/api/auth/change-password', { ...values, revokeOtherSessions: true }),
    onDone: () => {
      form.reset();
      notifications.show({ message: t`Your password was changed; other devices are signed out.` });
    },
  });
  return (
    <Panel title={t`Password`}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <PasswordInput
            required
            label={t`Current password`}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            required
            minLength={12}
            maxLength={128}
            label={t`New password`}
            description={t`At least 12 characters. A few words are better than tricks.`}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
            {...form.getInputProps('newPassword')}
          />
          <ProblemNote failure={failure} />
          <Group>
            <Button type="submit" loading={pending}>{t`Change password`}</Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
