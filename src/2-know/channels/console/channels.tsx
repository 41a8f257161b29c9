/** Where the shop sells. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconBuildingStore, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  api,
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  mayOpen,
  PageFrame,
  ProblemNote,
  useMe,
  useSending,
  useUrlState,
  Verbatim,
} from '#console/kit';
import type { ChannelItem, ChannelPlatform } from '../contract.ts';

export default function ChannelsPage() {
  const { t } = useLingui();
  const { role } = useMe();
  const [url, change] = useUrlState();
  const columns = useChannelColumns();
  const open = mayOpen(role, ['operations', 'developer']) && (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`New channel`}
    </Button>
  );
  return (
    <PageFrame
      title={t`Channels`}
      lead={<Trans>Each shop on each platform: its orders, its currency, the zone its days begin in.</Trans>}
      actions={open}
    >
      <ListPage<ChannelItem>
        page="channels"
        endpoint="/api/channels"
        label={t`Channels`}
        columns={columns}
        search={t`Name`}
        sort="name"
        rowId={(channel) => channel.id}
        empty={{
          icon: IconBuildingStore,
          title: t`No channels yet`,
          text: <Trans>Make one for each place you sell in: your own site, a shop on Tmall, a store.</Trans>,
          action: open,
        }}
      />
      <Modal
        opened={url.new !== undefined}
        onClose={() => change({ new: null }, { replace: true })}
        title={t`New channel`}
      >
        {url.new !== undefined && <ChannelForm onDone={() => change({ new: null }, { replace: true })} />}
      </Modal>
    </PageFrame>
  );
}

function usePlatforms(): Record<ChannelPlatform, string> {
  const { t } = useLingui();
  return {
    own: t`Own site`,
    shopify: 'Shopify',
    woocommerce: 'WooCommerce',
    taobao: t`Taobao`,
    tmall: t`Tmall`,
    jd: t`JD`,
    store: t`Store`,
    other: t`Other`,
  };
}

function useChannelColumns(): Column<ChannelItem>[] {
  const { t } = useLingui();
  const platforms = usePlatforms();
  return useMemo(
    () => [
      { id: 'number', title: t`Number`, cell: (channel) => <Mono>{channel.id}</Mono> },
      {
        id: 'name',
        title: t`Name`,
        sort: 'name',
        cell: (channel) => <Verbatim longest={80}>{channel.name}</Verbatim>,
      },
      { id: 'platform', title: t`Platform`, cell: (channel) => platforms[channel.platform] },
      { id: 'currency', title: t`Currency`, cell: (channel) => <Mono>{channel.currency}</Mono> },
      { id: 'zone', title: t`Zone`, cell: (channel) => <Mono>{channel.zone}</Mono> },
      {
        id: 'state',
        title: t`State`,
        cell: (channel) =>
          channel.closed_at ? <Mark tone="quiet">{t`Closed`}</Mark> : <Mark tone="ok">{t`Selling`}</Mark>,
      },
      { id: 'made', title: t`Made`, optional: true, cell: (channel) => <Instant at={channel.created_at} /> },
    ],
    [t, platforms],
  );
}

function ChannelForm({ onDone }: { onDone(): void }) {
  const { t, i18n } = useLingui();
  const currencyIn = (code: string) => new Intl.DisplayNames(i18n.locale, { type: 'currency' }).of(code);
  const queries = useQueryClient();
  const platforms = usePlatforms();
  const form = useForm<{ name: string; platform: ChannelPlatform; currency: string; zone: string }>({
    initialValues: {
      name: '',
      platform: 'own',
      currency: 'CNY',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.post<ChannelItem>('/api/channels', values),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['/api/channels'] });
      onDone();
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput data-autofocus required maxLength={80} label={t`Name`} {...form.getInputProps('name')} />
        <Select
          label={t`Platform`}
          allowDeselect={false}
          data={Object.entries(platforms).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('platform')}
        />
        <Select
          label={t`Currency`}
          searchable
          allowDeselect={false}
          data={Intl.supportedValuesOf('currency')}
          renderOption={({ option }) => (
            <span>
              <bdi>{option.value}</bdi> {currencyIn(option.value)}
            </span>
          )}
          {...form.getInputProps('currency')}
        />
        <Select
          label={t`Zone`}
          description={t`Where its days begin.`}
          searchable
          allowDeselect={false}
          renderOption={({ option }) => <bdi>{option.value}</bdi>}
          data={[...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', form.getValues().zone])]}
          {...form.getInputProps('zone')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Open the channel`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
