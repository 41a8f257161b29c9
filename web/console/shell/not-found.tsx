import { useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '#console/kit';

export function NotFound() {
  const { t } = useLingui();
  return (
    <main>
      <Empty
        whole
        icon={IconMapQuestion}
        title={t`There is no such page`}
        text={t`The address may be mistyped, or the page may have moved.`}
        action={<Button component={Link} to="/">{t`Go to the start`}</Button>}
      />
    </main>
  );
}
