/** What went wrong, in the reader's words, with the one thing to do about it. */
import { useLingui } from '@lingui/react/macro';
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { ApiProblem } from './api.ts';

/** The sentence for any failure. What the API refused comes translated by it. */
export function useSentence(): (failure: unknown) => string {
  const { t } = useLingui();
  return (failure) => {
    if (!(failure instanceof ApiProblem)) return t`Something in this page went wrong. Load it again.`;
    if (failure.code === 'unreachable')
      return t`The server cannot be reached. Is it running, and are you online?`;
    // better-auth answers in English and with codes of its own.
    if (['INVALID_CODE', 'INVALID_TWO_FACTOR_COOKIE'].includes(failure.code))
      return t`This code is not right, or it is no longer valid.`;
    if (failure.code === 'INVALID_PASSWORD') return t`This is not your current password.`;
    if (/^[A-Z_]+$/.test(failure.code)) return t`That could not be done. Check what you entered.`;
    return failure.message || t`The server answered with error ${failure.status}.`;
  };
}

export function ProblemNote({ failure, retry }: { failure: unknown; retry?: () => void }) {
  const { t } = useLingui();
  const sentence = useSentence();
  if (!failure) return null;
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden size={18} />}
      title={sentence(failure)}
    >
      {retry && (
        <Group mt={4}>
          <Button variant="default" leftSection={<IconRefresh aria-hidden size={14} />} onClick={retry}>
            {t`Try again`}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
