/** Three steps: files, a look at them, and off they go. Nothing is stored before the last. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, FileButton, Group, Progress, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type ApiPage,
  api,
  PageFrame,
  Panel,
  ProblemNote,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { ImportItem, ImportPreview, PresetItem } from '../contract.ts';
import { useSaid, useTableWords } from './import-words.tsx';
import css from './new-import.module.css';
import { sendFiles } from './send-files.ts';

export default function NewImportPage() {
  const { t } = useLingui();
  const [url] = useUrlState();
  return (
    <PageFrame
      title={t`New import`}
      lead={
        <Trans>
          Choose a file: what it is and what its columns are is guessed, and you see what would come of it
          before anything is stored.
        </Trans>
      }
    >
      <ChooseFiles />
      {url.upload && <Look key={url.upload} upload={url.upload} />}
    </PageFrame>
  );
}

function ChooseFiles() {
  const { t } = useLingui();
  const { share } = useWords();
  const [, change] = useUrlState();
  const [progress, setProgress] = useState(0);
  const send = useMutation({
    mutationFn: (files: File[]) => sendFiles(files, setProgress),
    onSuccess: (upload) => change({ upload, preset: null, mapping: null }),
  });
  return (
    <Panel title={t`Files`}>
      <Group>
        <FileButton
          multiple
          accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.gz"
          onChange={(files) => files.length > 0 && send.mutate(files)}
        >
          {(props) => (
            <Button
              {...props}
              loading={send.isPending}
              leftSection={<IconFileUpload size={14} aria-hidden />}
            >
              {t`Choose files`}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          <Trans>CSV, TSV, XLSX or JSON lines, also gzipped; several where a platform exports several.</Trans>
        </Text>
      </Group>
      {send.isPending && <Progress mt="sm" value={progress * 100} aria-label={share(progress)} />}
      <ProblemNote failure={send.error} />
    </Panel>
  );
}

function Look({ upload }: { upload: string }) {
  const { t } = useLingui();
  const [preset, setPreset] = useState<string | null>(null);
  const [mapping, setMapping] = useState<Record<string, string> | null>(null);
  const presets = useQuery({
    queryKey: ['/api/imports/presets'],
    queryFn: ({ signal }) => api.get<ApiPage<PresetItem>>('/api/imports/presets', { signal }),
    staleTime: 3_600_000,
  });
  const look = useQuery({
    queryKey: ['/api/imports/preview', upload, preset, mapping],
    queryFn: () =>
      api.post<ImportPreview>('/api/imports/preview', {
        upload,
        ...(preset && { preset }),
        ...(mapping && { mapping }),
      }),
    placeholderData: (before) => before,
    retry: false,
  });
  const failure = presets.error ?? look.error;
  if (failure) return <ProblemNote failure={failure} retry={() => void look.refetch()} />;
  if (!look.data || !presets.data) return <Skeleton h={320} />;
  const seen = look.data;
  return (
    <>
      <Choose
        presets={presets.data.items}
        seen={seen}
        onChoose={(name) => [setPreset(name), setMapping(null)]}
      />
      {seen.fields.length > 0 && <Columns seen={seen} onChange={setMapping} />}
      <Rows seen={seen} />
      <Checked seen={seen} />
      <Start
        upload={upload}
        seen={seen}
        preset={presets.data.items.find(({ name }) => name === seen.preset)}
        label={t`Take it in`}
      />
    </>
  );
}

type Seen = { seen: ImportPreview };

function Choose({
  presets,
  seen,
  onChoose,
}: Seen & { presets: readonly PresetItem[]; onChoose(name: string): void }) {
  const { t } = useLingui();
  const said = useSaid();
  const { bytes } = useWords();
  const chosen = presets.find(({ name }) => name === seen.preset);
  return (
    <Panel title={t`What it is`}>
      <Stack gap="sm">
        <Text size="sm">
          {seen.files.map((file) => (
            <span key={file.name} className={css.file}>
              <Verbatim longest={60}>{file.name}</Verbatim> {bytes(file.bytes)}
            </span>
          ))}
        </Text>
        <Select
          maw={420}
          label={t`Kind of file`}
          searchable
          allowDeselect={false}
          data={presets.map(({ name, title }) => ({ value: name, label: said(title) }))}
          value={seen.preset}
          onChange={(name) => name && onChoose(name)}
          description={chosen && said(chosen.takes)}
        />
      </Stack>
    </Panel>
  );
}

function Columns({ seen, onChange }: Seen & { onChange(mapping: Record<string, string>): void }) {
  const { t } = useLingui();
  const said = useSaid();
  return (
    <Panel title={t`Columns`}>
      <div className={css.columns}>
        {seen.fields.map((field) => (
          <Select
            key={field.name}
            size="xs"
            clearable
            searchable
            label={said(field.title)}
            placeholder={t`None`}
            data={seen.columns.map((column) => ({ value: column, label: column }))}
            renderOption={({ option }) => <bdi>{option.label}</bdi>}
            value={seen.mapping[field.name] ?? null}
            onChange={(column) => {
              const { [field.name]: _, ...rest } = seen.mapping;
              onChange(column === null ? rest : { ...rest, [field.name]: column });
            }}
          />
        ))}
      </div>
    </Panel>
  );
}

function Rows({ seen }: Seen) {
  const { t } = useLingui();
  return (
    <Panel title={t`The first rows`} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={css.scroll} tabIndex={0} aria-label={t`The first rows`}>
        <table className={css.rows}>
          <thead>
            <tr>
              {seen.columns.map((column) => (
                <th key={column} scope="col">
                  <Verbatim longest={40}>{column}</Verbatim>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.rows.slice(0, 8).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
              <tr key={index}>
                {seen.columns.map((column) => (
                  <td key={column}>{row[column] && <Verbatim longest={40}>{row[column]}</Verbatim>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function Checked({ seen }: Seen) {
  const { t } = useLingui();
  const said = useSaid();
  const { number } = useWords();
  const words = useTableWords();
  const { tables, rejected } = seen.checked;
  return (
    <Panel title={t`What would come of the first rows`}>
      <Text size="sm">
        {Object.entries(tables)
          .map(([table, rows]) => `${words(table)}: ${number(rows)}`)
          .join(' · ') || t`Nothing: choose another kind, or say which columns are which.`}
      </Text>
      {rejected.length > 0 && (
        <ul className={css.refused}>
          {rejected.map(({ row, field, message }) => (
            <li key={`${row} ${field}`}>
              <Trans>
                Row {row}, <code>{field}</code>: {said(message)}
              </Trans>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type StartProps = Seen & { upload: string; preset: PresetItem | undefined; label: string };

function Start({ upload, seen, preset, label }: StartProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [channel, setChannel] = useState('');
  const start = useMutation({
    mutationFn: () =>
      api.post<ImportItem>('/api/imports', {
        upload,
        preset: seen.preset,
        ...(channel.trim() && { channel: channel.trim() }),
        ...(seen.fields.length > 0 && { mapping: seen.mapping }),
      }),
    onSuccess: ({ id }) => void navigate({ to: `/imports/${id}` }),
  });
  return (
    <Panel title={t`Where to`}>
      <Group align="flex-end">
        <TextInput
          label={t`Channel`}
          description={t`An open channel’s name, or a new one’s.`}
          placeholder={preset?.channel.name ?? ''}
          maxLength={80}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value)}
        />
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          {label}
        </Button>
      </Group>
      <ProblemNote failure={start.error} />
    </Panel>
  );
}
