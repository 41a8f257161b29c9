/** Says on another page which months of the days it shows are closed. */
import { Trans } from '@lingui/react/macro';
import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ApiPage, api, Verbatim } from '#console/kit';
import type { ClosingItem } from '../contract.ts';

const MOST = 12;

export function ClosedMonths({ days: { from, to } }: { days: { from: string; to: string } }) {
  const { data } = useQuery({
    queryKey: ['/api/closings', 'figures'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ClosingItem>>('/api/closings', { query: { limit: 200 }, signal }),
    staleTime: 60_000,
  });
  const held = (data?.items ?? []).filter(
    ({ month, reopened_at: reopened }) =>
      reopened === null && month >= from.slice(0, 7) && month <= to.slice(0, 7),
  );
  if (held.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        <Trans>Closed in these days:</Trans>
      </Text>
      {held.slice(0, MOST).map(({ id, month, channel }) => (
        <Anchor key={id} component={Link} to={`/closings/${id}`} size="sm">
          {month} <Verbatim longest={40}>{channel.name}</Verbatim>
        </Anchor>
      ))}
      {held.length > MOST && <Text size="sm">…</Text>}
    </Group>
  );
}
