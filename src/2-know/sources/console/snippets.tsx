/** How to connect: code to paste, with this installation's address and the key that was just made. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Select, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, Panel, Snippet, useUrlState } from '#console/kit';
import type { InstanceSettings } from '#platform/instance/contract';
import type { SourceDetail } from '../contract.ts';
import { freshKey } from './fresh-keys.ts';
import { SNIPPETS, type SnippetName, snippetFor } from './snippet-texts.ts';
import { keyKindFor } from './source-kinds.ts';

export function Snippets({ source }: { source: SourceDetail }) {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const { data: settings } = useQuery({
    queryKey: ['/api/settings'],
    queryFn: ({ signal }) => api.get<InstanceSettings>('/api/settings', { signal }),
    staleTime: 60_000,
  });
  const ways: Record<SnippetName, string> = {
    tag: t`Our script, in a page`,
    segment: t`Segment’s library, in a page (analytics-next)`,
    'segment-node': t`Segment’s library, on a server (analytics-node)`,
    rudder: t`RudderStack’s library, on a server`,
    curl: t`curl, to try it`,
  };
  const kind = keyKindFor(source.kind);
  const usual: SnippetName = kind === 'browser' ? 'tag' : 'segment-node';
  const way = SNIPPETS.find((name) => name === url.way) ?? usual;
  const fresh = freshKey(source.id);
  const address = new URL(settings?.public_url ?? location.origin).origin;
  return (
    <Panel>
      <Stack gap="sm">
        <Text>
          <Trans>
            The API is Segment’s: clients you already have work unchanged but for the host and the key.
          </Trans>
        </Text>
        <Select
          label={t`How do you want to send?`}
          allowDeselect={false}
          maw={420}
          data={SNIPPETS.map((name) => ({ value: name, label: ways[name] }))}
          value={way}
          onChange={(name) => change({ way: name === usual ? null : name }, { replace: true })}
        />
        {fresh ? (
          <Alert color="yellow" icon={<IconEyeOff size={18} aria-hidden />}>
            <Trans>The key in this snippet is shown only now: paste it before you leave.</Trans>
          </Alert>
        ) : (
          <Text c="dimmed">
            <Trans>
              Put your write key in place of YOUR_WRITE_KEY. Keys are shown only when they are made.
            </Trans>
          </Text>
        )}
        <Snippet code={snippetFor(way, { address, key: fresh?.key ?? 'YOUR_WRITE_KEY' })} label={ways[way]} />
      </Stack>
    </Panel>
  );
}
