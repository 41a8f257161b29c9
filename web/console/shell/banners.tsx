/** What everybody must know on every page: this is a sample, nothing leaves this copy, the disk is nearly full, we are offline. */
import { Trans } from '@lingui/react/macro';
import { useNetwork } from '@mantine/hooks';
import { IconAlertTriangle, IconFlask, IconPlugConnectedX, IconSend2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { meQuery, useMe, Verbatim } from '#console/kit';
import { ReleaseEgress } from '#platform/instance/console';
import { LeaveSample } from '#platform/sample/console';
import css from './shell.module.css';

export function Banners() {
  const { instance } = useMe();
  return (
    <div className={css.banners}>
      <Offline />
      {instance.sample && (
        <Banner tone="quiet" icon={<IconFlask size={16} aria-hidden />} action={<LeaveSample />}>
          <Trans>Sample shop: everything here is made up.</Trans>
        </Banner>
      )}
      {!instance.egress_released && <EgressOff from={instance.restored_from} />}
      {instance.disk !== 'roomy' && (
        <Banner
          tone={instance.disk === 'full' ? 'bad' : 'warn'}
          icon={<IconAlertTriangle size={16} aria-hidden />}
        >
          {instance.disk === 'full' ? (
            <Trans>The disk is nearly full: new events are refused until there is room.</Trans>
          ) : (
            <Trans>The disk is filling up: imports and exports wait until there is room.</Trans>
          )}
        </Banner>
      )}
    </div>
  );
}

type Tone = 'quiet' | 'warn' | 'bad';

function Banner(props: { tone: Tone; icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className={css.banner} data-tone={props.tone} role={props.tone === 'quiet' ? 'note' : 'status'}>
      {props.icon}
      <span className={css.bannerWords}>{props.children}</span>
      {props.action}
    </div>
  );
}

/** Two ways to be cut off: the browser knows, or the last question to the server was not answered. */
function Offline() {
  const { online } = useNetwork();
  const { failureCount } = useQuery({ ...meQuery, enabled: false });
  if (online && failureCount === 0) return null;
  return (
    <Banner tone="warn" icon={<IconPlugConnectedX size={16} aria-hidden />}>
      {online ? (
        <Trans>The server does not answer; what you see may be old. It is being tried again.</Trans>
      ) : (
        <Trans>You are offline; what you see may be old.</Trans>
      )}
    </Banner>
  );
}

function EgressOff({ from }: { from: string | null }) {
  return (
    <Banner tone="warn" icon={<IconSend2 size={16} aria-hidden />} action={<ReleaseEgress />}>
      {from ? (
        <Trans>
          This is a copy, restored from <Verbatim>{from}</Verbatim>. Nothing leaves it until its owner
          releases it.
        </Trans>
      ) : (
        <Trans>Nothing leaves this installation (mail, webhooks) until its owner releases it.</Trans>
      )}
    </Banner>
  );
}
