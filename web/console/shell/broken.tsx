/** A page that threw: it says so and offers to try again; the shell around it stays usable. */
import { useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMoodSad, IconRefresh } from '@tabler/icons-react';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Empty, useSentence } from '#console/kit';

export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui();
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const sentence = useSentence();
  // A file of the version that was here before is gone after an upgrade.
  const outdated = /dynamically imported module|Importing a module script failed/i.test(
    error instanceof Error ? error.message : '',
  );
  const again = (): void => {
    if (outdated) {
      location.reload();
      return;
    }
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <Empty
      whole
      icon={IconMoodSad}
      title={t`This page could not be shown`}
      text={outdated ? t`The console was updated meanwhile.` : sentence(error)}
      action={
        <Button leftSection={<IconRefresh size={14} aria-hidden />} onClick={again}>
          {outdated ? t`Load it again` : t`Try again`}
        </Button>
      }
    />
  );
}
