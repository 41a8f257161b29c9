/** Connecting a channel: which platform, what one must know, its keys. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, List, PasswordInput, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiProblem, api, PageFrame, Panel, ProblemNote, useUrlState } from '#console/kit';
import type { ConnectionDetail, ConnectorItem } from '../contract.ts';
import { useSaid } from './connection-words.tsx';

type Channel = { id: string; name: string; platform: string };

export default function NewConnectionPage() {
  const { t } = useLingui();
  const said = useSaid();
  const [url, change] = useUrlState();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/connectors'],
    queryFn: ({ signal }) => api.get<{ items: ConnectorItem[] }>('/api/connectors', { signal }),
  });
  const chosen = data?.items.find(({ name }) => name === url.platform);
  return (
    <PageFrame
      title={t`New connection`}
      lead={<Trans>Keys are kept sealed and are never shown again.</Trans>}
    >
      {error && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={200} />}
      {data && (
        <Panel title={t`Platform`}>
          <Select
            aria-label={t`Platform`}
            allowDeselect={false}
            maw={420}
            value={chosen?.name ?? null}
            placeholder={t`Choose a platform`}
            data={data.items.map(({ name, title }) => ({ value: name, label: said(title) }))}
            onChange={(platform) => change({ platform })}
          />
        </Panel>
      )}
      {chosen && (
        <>
          <Panel title={t`What to know`}>
            <List size="sm" spacing="xs">
              {chosen.notes.map((note) => (
                <List.Item key={note.en}>{said(note)}</List.Item>
              ))}
            </List>
          </Panel>
          <ConnectionForm key={chosen.name} connector={chosen} />
        </>
      )}
    </PageFrame>
  );
}

function ConnectionForm({ connector }: { connector: ConnectorItem }) {
  const { t } = useLingui();
  const said = useSaid();
  const navigate = useNavigate();
  const channels = useQuery({
    queryKey: ['/api/channels', 'open'],
    queryFn: ({ signal }) =>
      api.get<{ items: Channel[] }>('/api/channels?closed=false&limit=200', { signal }),
  });
  const fitting = (channels.data?.items ?? []).filter(({ platform }) => fits(connector.platform, platform));
  const form = useForm<Record<string, string>>({
    initialValues: { channel_id: '', ...Object.fromEntries(connector.fields.map(({ name }) => [name, ''])) },
  });
  const sending = useMutation({
    mutationFn: ({ channel_id = '', ...settings }: Record<string, string>) =>
      api.post<ConnectionDetail>('/api/connections', { connector: connector.name, channel_id, settings }),
    onSuccess: (made) => void navigate({ to: `/connections/${made.id}` }),
    onError: (failure) => form.setErrors(errorsOf(failure)),
  });
  if (channels.data && fitting.length === 0)
    return (
      <Panel title={t`Channel`}>
        <Text size="sm">
          <Trans>There is no open channel on this platform yet.</Trans>{' '}
          <Link to="/channels">{t`Open one first`}</Link>
        </Text>
      </Panel>
    );
  return (
    <Panel title={t`Keys`}>
      <form onSubmit={form.onSubmit((values) => sending.mutate(values))}>
        <Stack gap="sm" maw={520}>
          <Select
            required
            label={t`Channel`}
            allowDeselect={false}
            data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('channel_id')}
          />
          {connector.fields.map(({ name, title, hint, secret, optional }) => {
            const about = {
              required: !optional,
              autoComplete: 'off',
              spellCheck: false,
              label: said(title),
              description: hint ? said(hint) : undefined,
              ...form.getInputProps(name),
            };
            return secret ? (
              <PasswordInput
                key={name}
                visibilityToggleButtonProps={{ 'aria-label': t`Show what was entered` }}
                {...about}
              />
            ) : (
              <TextInput key={name} {...about} />
            );
          })}
          <ProblemNote failure={hasFields(sending.error) ? null : sending.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={sending.isPending}>{t`Connect`}</Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

const TAOBAO = ['taobao', 'tmall'];
const fits = (connector: string, channel: string): boolean =>
  connector === channel || connector === 'other' || (TAOBAO.includes(connector) && TAOBAO.includes(channel));

const hasFields = (failure: unknown): boolean => failure instanceof ApiProblem && failure.fields.length > 0;

/** `settings.client_id` is the field `client_id` here. */
function errorsOf(failure: unknown): Record<string, string> {
  if (!(failure instanceof ApiProblem)) return {};
  return Object.fromEntries(
    failure.fields.map(({ field, message }) => [field.replace(/^settings\./, ''), message]),
  );
}
