/** Files kept with a customer: added one after the other, downloaded, taken away. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Button, FileButton, Skeleton, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type ApiPage,
  api,
  Confirm,
  Instant,
  mayOpen,
  Panel,
  ProblemNote,
  useMe,
  useWords,
  Verbatim,
} from '#console/kit';
import type { FileItem, Removed } from '../contract.ts';
import css from './notes.module.css';
import { sendFile } from './send-file.ts';

/** A hint for the dialog of the system; what is kept is decided by bytes. */
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.gif,.xlsx,.docx,.txt,.csv,.md,.log';

export function FilesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const queryKey = ['/api/customers', customer, 'files'];
  const isReader = mayOpen(role, ['agent', 'operations', 'developer']);
  const mayWrite = mayOpen(role, ['agent', 'operations']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    enabled: isReader,
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      api.get<ApiPage<FileItem>>(`/api/customers/${customer}/files`, {
        signal,
        query: { limit: 20, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const add = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) await sendFile(customer, file);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  if (!isReader) return null;
  const files = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel
      title={t`Files`}
      actions={
        mayWrite && (
          <FileButton multiple accept={ACCEPTED} onChange={(chosen) => add.mutate(chosen)}>
            {(props) => (
              <Button {...props} size="compact-sm" variant="default" loading={add.isPending}>
                {t`Add files…`}
              </Button>
            )}
          </FileButton>
        )
      }
    >
      <ProblemNote failure={add.error} />
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={60} />}
      {data && files.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No files yet: PDF, pictures, XLSX, DOCX or plain text, up to 10 MB each.</Trans>
        </Text>
      )}
      <ul className={css.list}>
        {files.map((file) => (
          <KeptFile key={file.id} customer={customer} file={file} mayWrite={mayWrite} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          mt="sm"
          size="compact-sm"
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >{t`Show more`}</Button>
      )}
    </Panel>
  );
}

type Props = { customer: string; file: FileItem; mayWrite: boolean };

function KeptFile({ customer, file, mayWrite }: Props) {
  const { t } = useLingui();
  const { bytes } = useWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const path = `/api/customers/${customer}/files/${file.id}`;
  const name = file.name ?? t`File ${file.id}`;
  const remove = useMutation({
    mutationFn: () => api.delete<Removed>(path),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/customers', customer, 'files'] }),
  });
  return (
    <li className={css.file}>
      <div className={css.name}>
        <Anchor href={path} download>
          <Verbatim longest={140}>{name}</Verbatim>
        </Anchor>
        <span className={css.by}>
          {bytes(file.size)} · <Verbatim longest={80}>{file.author_name}</Verbatim> ·{' '}
          <Instant at={file.added_at} brief />
        </span>
      </div>
      {mayWrite && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t`Take file away…`}
          onClick={() => setAsking(true)}
        >
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Take this file away?`}
        act={t`Take away`}
        pending={remove.isPending}
        failure={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text size="sm">
          <Trans>
            <Verbatim longest={140}>{name}</Verbatim> is destroyed. This cannot be undone.
          </Trans>
        </Text>
      </Confirm>
    </li>
  );
}
