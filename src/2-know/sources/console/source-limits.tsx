/** What a source may send, from where, and which of its properties are not personal. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api, Panel, ProblemNote, useSending } from '#console/kit';
import type { SourceDetail } from '../contract.ts';

type Limits = {
  name: string;
  limited: boolean;
  allowed_events: string[];
  bound: boolean;
  allowed_origins: string[];
  clear_properties: string[];
};

export function SourceLimits({ source, mayKeep }: { source: SourceDetail; mayKeep: boolean }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const form = useForm<Limits>({
    initialValues: {
      name: source.name,
      limited: source.allowed_events !== null,
      allowed_events: source.allowed_events ?? [],
      bound: source.allowed_origins !== null,
      allowed_origins: source.allowed_origins ?? [],
      clear_properties: source.clear_properties,
    },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ limited, bound, allowed_events, allowed_origins, ...rest }) =>
      api.patch<SourceDetail>(`/api/sources/${source.id}`, {
        ...rest,
        allowed_events: limited ? allowed_events : null,
        allowed_origins: bound ? allowed_origins : null,
      }),
    onDone: (answer) => {
      queries.setQueryData(['/api/sources', source.id], answer);
      notifications.show({ message: t`Saved` });
    },
  });
  const { limited, bound } = form.getValues();
  return (
    <Panel>
      <form onSubmit={onSubmit}>
        <fieldset disabled={!mayKeep} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <Stack maw={640}>
            <TextInput required maxLength={80} label={t`Name`} {...form.getInputProps('name')} />
            <Switch
              label={t`Accept only the events on a list`}
              {...form.getInputProps('limited', { type: 'checkbox' })}
            />
            {limited && (
              <TagsInput
                label={t`Allowed events`}
                description={t`Names of track events, and page, identify … for the other calls. Others are rejected, and kept.`}
                {...form.getInputProps('allowed_events')}
              />
            )}
            <Switch
              label={t`Browser keys only from certain sites`}
              {...form.getInputProps('bound', { type: 'checkbox' })}
            />
            {bound && (
              <TagsInput
                label={t`Allowed origins`}
                description={t`Such as https://shop.example.com. It keeps others’ pages from using your key by mistake, no more.`}
                {...form.getInputProps('allowed_origins')}
              />
            )}
            <TagsInput
              label={t`Properties that are not personal`}
              description={t`Kept in clear, so that reports can use them. Everything not known to be harmless is sealed under the customer’s key.`}
              {...form.getInputProps('clear_properties')}
            />
            <ProblemNote failure={failure} />
            {mayKeep ? (
              <Group>
                <Button type="submit" loading={pending}>{t`Save`}</Button>
              </Group>
            ) : (
              <Text c="dimmed">
                <Trans>Owners and developers may change this.</Trans>
              </Text>
            )}
          </Stack>
        </fieldset>
      </form>
    </Panel>
  );
}
