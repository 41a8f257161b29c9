import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  Instant,
  Mark,
  mayOpen,
  Panel,
  ProblemNote,
  type Tone,
  useMe,
  useSending,
  Verbatim,
} from '#console/kit';
import type { ChoiceShown, ConsentOf } from '../contract.ts';
import css from './consent.module.css';
import { useConsentWords } from './consent-words.ts';

const TONES: Record<ChoiceShown['state'], Tone> = { granted: 'ok', denied: 'bad', withdrawn: 'bad' };

export function ConsentOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const [noting, setNoting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'consent'],
    queryFn: ({ signal }) => api.get<ConsentOf>(`/api/customers/${customer}/consent`, { signal }),
  });
  return (
    <Panel
      title={t`Consent`}
      actions={
        mayOpen(role, ['agent', 'operations']) && (
          <Button size="compact-sm" variant="default" onClick={() => setNoting(true)}>{t`Note`}</Button>
        )
      }
    >
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {data && data.standing.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>She said nothing: she may be served, and not advertised to.</Trans>
        </Text>
      )}
      {data && data.standing.length > 0 && <Choices choices={data.standing} />}
      {data && data.history.length > data.standing.length && (
        <details className={css.history}>
          <summary>{t`All she ever said`}</summary>
          <Choices choices={data.history} />
        </details>
      )}
      <Modal opened={noting} onClose={() => setNoting(false)} title={t`What she said`}>
        {noting && <NoteChoice customer={customer} onDone={() => setNoting(false)} />}
      </Modal>
    </Panel>
  );
}

function Choices({ choices }: { choices: readonly ChoiceShown[] }) {
  const words = useConsentWords();
  return (
    <ul className={css.choices}>
      {choices.map((choice) => (
        <li
          key={`${choice.purpose} ${choice.channel} ${choice.at} ${choice.state} ${choice.profile} ${choice.method}`}
        >
          <span>
            {words.purposes[choice.purpose]} · {words.channels[choice.channel]}
          </span>
          <Mark tone={TONES[choice.state]}>{words.states[choice.state]}</Mark>
          <span className={css.how}>
            <Instant at={choice.at} brief /> · {words.methods[choice.method]} ·{' '}
            <Verbatim longest={40}>{choice.source}</Verbatim>
          </span>
        </li>
      ))}
    </ul>
  );
}

function NoteChoice({ customer, onDone }: { customer: string; onDone(): void }) {
  const { t } = useLingui();
  const words = useConsentWords();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { purpose: 'marketing', channel: 'email', state: 'withdrawn', source: '' },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.post<ConsentOf>(`/api/customers/${customer}/consent`, values),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['/api/customers', customer, 'consent'] });
      onDone();
    },
  });
  const options = (names: Record<string, string>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }));
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Select
          label={t`For`}
          allowDeselect={false}
          data={options(words.purposes)}
          {...form.getInputProps('purpose')}
        />
        <Select
          label={t`Reached by`}
          allowDeselect={false}
          data={options(words.channels)}
          {...form.getInputProps('channel')}
        />
        <Select
          label={t`She`}
          allowDeselect={false}
          data={options(words.states)}
          {...form.getInputProps('state')}
        />
        <TextInput
          required
          maxLength={200}
          label={t`Where she said so`}
          placeholder={t`On the phone, in the store …`}
          {...form.getInputProps('source')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Note it`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
