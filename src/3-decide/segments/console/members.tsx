/** Who is in it: since when, by what, and why. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, useUrlState, Verbatim } from '#console/kit';
import type { MemberItem } from '../contract.ts';
import { useSegmentWords } from './segment-words.tsx';
import { whyOf } from './why-drawer.tsx';

function CauseOf({ cause }: Pick<MemberItem, 'cause'>) {
  return useSegmentWords().causes[cause];
}

export function Members({ segment }: { segment: string }) {
  const { t } = useLingui();
  const [, change] = useUrlState();
  const columns = useMemo(
    (): Column<MemberItem>[] => [
      {
        id: 'name',
        title: t`Customer`,
        cell: ({ customer_id: id, name: hers }) => (
          <Anchor component={Link} to={`/customers/${id}`} id={`member-${id}`}>
            {hers ? <Verbatim longest={60}>{hers}</Verbatim> : t`Customer ${id}`}
          </Anchor>
        ),
      },
      { id: 'since', title: t`Since`, sort: 'since', cell: ({ since }) => <Instant at={since} brief /> },
      { id: 'cause', title: t`Entered`, cell: ({ cause }) => <CauseOf cause={cause} /> },
      {
        id: 'why',
        title: t`Why`,
        cell: ({ customer_id: id }) => (
          <span>
            <Button
              variant="default"
              size="compact-xs"
              id={`why-${id}`}
              aria-labelledby={`why-${id} member-${id}`}
              onClick={() => change({ why: whyOf(String(id), segment) })}
            >
              {t`Why?`}
            </Button>
          </span>
        ),
      },
    ],
    // The same as long as they can be: a button that is made anew loses the focus.
    [t, change, segment],
  );
  return (
    <ListPage<MemberItem>
      page="segment-members"
      endpoint={`/api/segments/${segment}/members`}
      label={t`Members`}
      columns={columns}
      sort="-since"
      rowId={({ customer_id: id }) => String(id)}
      refresh={15_000}
      empty={{
        icon: IconUsers,
        title: t`Nobody is in it`,
        text: <Trans>Whoever comes to fit is here at once.</Trans>,
      }}
    />
  );
}
