/** What is done with several customers of the list at once. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconTag } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { address, api, mayOpen, ProblemNote, useMe } from '#console/kit';

type Ticked = { ids: readonly string[]; untick(): void };

export function BulkOfCustomers({ ids, untick }: Ticked) {
  const { t } = useLingui();
  const { role } = useMe();
  const [tagging, setTagging] = useState(false);
  return (
    <>
      {mayOpen(role, ['agent', 'operations', 'marketer']) && (
        <Button
          variant="default"
          leftSection={<IconTag size={14} aria-hidden />}
          onClick={() => setTagging(true)}
        >
          {t`Tags…`}
        </Button>
      )}
      <Button
        component="a"
        variant="default"
        href={address('/api/customers', { ids: ids.join(','), format: 'csv' })}
        download
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        {t`These as CSV`}
      </Button>
      <Modal opened={tagging} onClose={() => setTagging(false)} title={t`Tags of those ticked`}>
        {tagging && (
          <TagMany
            ids={ids}
            onDone={() => {
              setTagging(false);
              untick();
            }}
          />
        )}
      </Modal>
    </>
  );
}

function TagMany({ ids, onDone }: { ids: readonly string[]; onDone(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const change = useMutation({
    mutationFn: () => api.post<{ customers: number }>('/api/customers/tags', { ids, add, remove }),
    onSuccess: async ({ customers }) => {
      notifications.show({
        closeButtonProps: { 'aria-label': t`Close` },
        message: (
          <Plural value={customers} one="Tags of # customer changed." other="Tags of # customers changed." />
        ),
      });
      onDone();
      await queries.invalidateQueries({ queryKey: ['/api/customers'] });
    },
  });
  const nothing = add.length === 0 && remove.length === 0;
  return (
    <Stack gap="sm">
      <TagsInput
        data-autofocus
        label={t`Add these`}
        value={add}
        onChange={setAdd}
        maxTags={50}
        acceptValueOnBlur
      />
      <TagsInput
        label={t`Take these off`}
        value={remove}
        onChange={setRemove}
        maxTags={50}
        acceptValueOnBlur
      />
      <ProblemNote failure={change.error} />
      <Group justify="flex-end">
        <Button disabled={nothing} loading={change.isPending} onClick={() => change.mutate()}>
          <Trans>
            Change <Plural value={ids.length} one="# customer" other="# customers" />
          </Trans>
        </Button>
      </Group>
    </Stack>
  );
}
