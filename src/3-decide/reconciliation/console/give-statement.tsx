/** The platform's figures, pasted or from a file, looked at before they are sent. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, FileInput, Group, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending, useWords, Verbatim } from '#console/kit';
import type { Asked } from './asked.ts';
import { readStatement } from './read-statement.ts';

const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** `onDone`: with the last day that was given. */
export function GiveStatement({ asked, onDone }: { asked: Asked; onDone(day: string | undefined): void }) {
  const { t } = useLingui();
  const { money } = useWords();
  const queries = useQueryClient();
  const { channel, figure } = asked;
  const form = useForm<{ text: string }>({ mode: 'controlled', initialValues: { text: '' } });
  const { days, wrong } = readStatement(form.values.text, decimalsOf(channel.currency));
  const { onSubmit, pending, failure } = useSending(form, {
    send: () => api.put<unknown>(`/api/channels/${channel.id}/statements`, { figure, days }),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['/api/reconciliation'] });
      void queries.invalidateQueries({ queryKey: ['/api/reconciliation/day'] });
      onDone(days.at(-1)?.day);
    },
  });
  const sum = money(
    days.reduce((total, { amount }) => total + amount, 0),
    channel.currency,
  );
  const lines = wrong.slice(0, 10).join(', ');
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text>
          <Trans>
            Of <Verbatim longest={60}>{channel.name}</Verbatim>, a line a day: day, amount. Or a line an
            order: day, order number, amount. A day that was given before is replaced.
          </Trans>
        </Text>
        <FileInput
          label={t`From a file`}
          placeholder={t`Choose a CSV file`}
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={(file) => void file?.text().then((text) => form.setFieldValue('text', text))}
        />
        <Textarea
          label={t`Or pasted`}
          autosize
          minRows={6}
          maxRows={14}
          placeholder={'2026-11-01, 12345.60\n2026-11-02, 9876.50'}
          {...form.getInputProps('text')}
        />
        {form.values.text.trim() !== '' && (
          <Text size="sm">
            <Plural value={days.length} one="# day" other="# days" />, {sum}
            {wrong.length > 0 && (
              <>
                {' · '}
                <Trans>Lines that say no day or no amount: {lines}</Trans>
              </>
            )}
          </Text>
        )}
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending} disabled={days.length === 0 || wrong.length > 0}>
            {t`Take them`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
