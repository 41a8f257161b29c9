/** Asked only before what cannot be undone: type the word, and the button wakes. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ProblemNote } from './problem.tsx';
import { Mono } from './verbatim.tsx';

type Confirmation = {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** What has to be typed; absent for a plain question. */
  word?: string;
  act: string;
  pending: boolean;
  failure: unknown;
  onConfirm(): void;
  onClose(): void;
};

export function Confirm({ opened, onClose, title, ...rest }: Confirmation) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      {/* A new one each time: what was typed for one thing must not confirm another. */}
      {opened && <Question {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Question({
  children,
  word,
  act,
  pending,
  failure,
  onConfirm,
  onClose,
}: Omit<Confirmation, 'opened' | 'title'>) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const ready = word === undefined || typed.trim() === word;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !pending) onConfirm();
      }}
    >
      <Stack gap="sm">
        {children}
        {word !== undefined && (
          <TextInput
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            label={
              <Trans>
                Type <Mono>{word}</Mono> to confirm
              </Trans>
            }
          />
        )}
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" color="red" disabled={!ready} loading={pending}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
