/**
 * Sections of a page as the reader's role sees them, and the dialogue in which the owner of the shop chooses them. What the choice does not
 * name, because it came later, stands at the end.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { IconLayoutDashboard } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Arrangement } from '#platform/views/contract';
import { type Page as ApiPage, api } from './api.ts';
import { Arrange, type Arrangeable } from './arrange.tsx';
import { arrangedSections } from './arranged.ts';
import { ProblemNote } from './problem.tsx';
import { type Role, useMe } from './session.ts';
import { useWords } from './words.ts';

const address = (page: string): string => `/api/page-arrangements/${page}`;

function useArrangements(page: string) {
  return useQuery({
    queryKey: [address(page)],
    queryFn: ({ signal }) => api.get<ApiPage<Arrangement>>(address(page), { signal }),
    staleTime: 300_000,
  });
}

/** Ids of sections, in order; null while it is not known. A page whose arrangement cannot be had is shown as usual. */
export function useArranged(page: string, all: readonly string[]): string[] | null {
  const { role } = useMe();
  const { data, isPending } = useArrangements(page);
  if (isPending) return null;
  return arrangedSections(
    all,
    data?.items.find((one) => one.role === role),
  );
}

type Props = { page: string; sections: readonly Arrangeable[] };

/** For the owner of the shop; nobody else may. */
export function ArrangePage({ page, sections }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { role } = useMe();
  if (role !== 'owner') return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLayoutDashboard size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t`Arrange…`}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t`Arrange this page`}>
        {open && <Arranging page={page} sections={sections} onClose={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Arranging({ page, sections, onClose }: Props & { onClose(): void }) {
  const { t } = useLingui();
  const { roles } = useWords();
  const queries = useQueryClient();
  const { data, error } = useArrangements(page);
  const [role, setRole] = useState<Role>('agent');
  // By role, so that looking at another one loses nothing of the first.
  const [drafts, setDrafts] = useState<Partial<Record<Role, string[]>>>({});
  const all = sections.map(({ id }) => id);
  const saved = data?.items.find((one) => one.role === role);
  const shown = drafts[role] ?? arrangedSections(all, saved);
  const save = useMutation({
    mutationFn: (chosen: Pick<Arrangement, 'shown' | 'hidden'>) =>
      api.put(address(page), { role, ...chosen }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [address(page)] });
      setDrafts(({ [role]: _, ...others }) => others);
    },
  });
  const keep = { shown, hidden: all.filter((id) => !shown.includes(id)) };
  return (
    <Stack gap="sm">
      <Text size="sm">
        <Trans>
          For each role: what its people see here, and in what order. What is hidden is only out of sight.
        </Trans>
      </Text>
      <Select
        data-autofocus
        label={t`Role`}
        data={Object.entries(roles).map(([value, label]) => ({ value, label }))}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole((value ?? role) as Role)}
      />
      <Arrange
        label={t`Sections`}
        items={sections}
        shown={shown}
        onChange={(next) => setDrafts((now) => ({ ...now, [role]: next }))}
        keepsOne
      />
      <ProblemNote failure={save.error ?? error} />
      <Group justify="space-between">
        <Button
          variant="default"
          disabled={!saved && !drafts[role]}
          onClick={() => save.mutate({ shown: [], hidden: [] })}
        >
          {t`As usual`}
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>{t`Close`}</Button>
          <Button disabled={!drafts[role]} loading={save.isPending} onClick={() => save.mutate(keep)}>
            {t`Save for this role`}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
