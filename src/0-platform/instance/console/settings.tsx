/** What the owner says of the installation, and what was said where it was started. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, Mark, Mono, meQuery, PageFrame, Panel, ProblemNote, useMe, useSending } from '#console/kit';
import type { InstanceSettings } from '../contract.ts';
import { ReleaseEgress } from './release-egress.tsx';
import css from './settings.module.css';

export default function SettingsPage() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/settings'],
    queryFn: ({ signal }) => api.get<InstanceSettings>('/api/settings', { signal }),
  });
  return (
    <PageFrame title={t`Settings`} lead={<Trans>Of this installation, for everybody who works here.</Trans>}>
      <ProblemNote failure={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton h={220} />}
      {data && (
        <div className={css.panels}>
          <Shop settings={data} />
          <Machine settings={data} />
        </div>
      )}
    </PageFrame>
  );
}

function Shop({ settings }: { settings: InstanceSettings }) {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const form = useForm<Pick<InstanceSettings, 'shop_name' | 'default_locale'>>({
    initialValues: { shop_name: settings.shop_name, default_locale: settings.default_locale },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.patch<InstanceSettings>('/api/settings', values),
    onDone: (answer) => {
      queries.setQueryData(['/api/settings'], answer);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      notifications.show({ message: t`Saved` });
    },
  });
  const mayKeep = role === 'owner';
  return (
    <Panel title={t`Shop`}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput
            label={t`Name of the shop`}
            maxLength={120}
            disabled={!mayKeep}
            {...form.getInputProps('shop_name')}
          />
          <Select
            label={t`Language for those who chose none`}
            allowDeselect={false}
            disabled={!mayKeep}
            data={[
              { value: 'zh-CN', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
            {...form.getInputProps('default_locale')}
          />
          <ProblemNote failure={failure} />
          {mayKeep ? (
            <Group>
              <Button type="submit" loading={pending}>{t`Save`}</Button>
            </Group>
          ) : (
            <Text c="dimmed">
              <Trans>The owner may change this.</Trans>
            </Text>
          )}
        </Stack>
      </form>
    </Panel>
  );
}

function Machine({ settings }: { settings: InstanceSettings }) {
  const { t } = useLingui();
  const { instance } = useMe();
  return (
    <Panel title={t`Set where it is started`}>
      <dl className={css.facts}>
        <dt>{t`Time zone of the shop`}</dt>
        <dd>
          <Mono>{settings.zone}</Mono>
        </dd>
        <dt>{t`Public address`}</dt>
        <dd>
          {settings.public_url ? <Mono>{settings.public_url}</Mono> : t`Not set: no links are sent by mail`}
        </dd>
        <dt>{t`Messages to the outside`}</dt>
        <dd className={css.release}>
          {instance.egress_released ? (
            <Mark tone="ok">{t`Released`}</Mark>
          ) : (
            <Mark tone="warn">{t`Held back`}</Mark>
          )}
          {!instance.egress_released && <ReleaseEgress />}
        </dd>
        <dt>{t`Version`}</dt>
        <dd>{instance.version}</dd>
      </dl>
    </Panel>
  );
}
