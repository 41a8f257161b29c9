/** What she uses to come to the shop: whoever helps her with the checkout asks that first. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton, Text, Tooltip } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDeviceTv,
  IconDeviceUnknown,
  IconRobot,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Instant, Panel, ProblemNote, Verbatim } from '#console/kit';
import type { DeviceItem, DevicesOf } from '../contract.ts';
import css from './devices.module.css';

const SHOWN = 4;

export function DevicesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'devices'],
    queryFn: ({ signal }) => api.get<DevicesOf>(`/api/customers/${customer}/devices`, { signal }),
  });
  const items = data?.items ?? [];
  return (
    <Panel title={t`Devices`}>
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={60} />}
      {data && items.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>None known: she has not been seen in a browser or an app.</Trans>
        </Text>
      )}
      <ul className={css.list}>
        {(all ? items : items.slice(0, SHOWN)).map((device, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no number, and their order is that of use
          <Device key={index} device={device} />
        ))}
      </ul>
      {items.length > SHOWN && !all && (
        <Button
          mt="sm"
          size="compact-sm"
          variant="default"
          onClick={() => setAll(true)}
        >{t`Show all`}</Button>
      )}
    </Panel>
  );
}

const ICONS = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  tv: IconDeviceTv,
  bot: IconRobot,
  unknown: IconDeviceUnknown,
};

function Device({ device }: { device: DeviceItem }) {
  const { t } = useLingui();
  const kinds: Record<DeviceItem['kind'], string> = {
    desktop: t`Computer`,
    mobile: t`Mobile phone`,
    tablet: t`Tablet`,
    tv: t`TV`,
    bot: t`Robot`,
    unknown: t`Unknown device`,
  };
  const Icon = ICONS[device.kind];
  const browser = device.browser === 'WeChat' ? t`WeChat` : device.browser;
  const program = [device.app ?? browser, device.browser_version].filter(Boolean).join(' ');
  const system = [device.os, device.os_version].filter(Boolean).join(' ');
  const said = [device.model, program, system].filter(Boolean).join(' · ');
  return (
    <li className={css.device}>
      <Icon size={18} aria-hidden className={css.icon} />
      <div className={css.text}>
        <div>
          {kinds[device.kind]}
          {said && (
            <>
              {' · '}
              <Verbatim longest={120}>{said}</Verbatim>
            </>
          )}
        </div>
        <div className={css.quiet}>
          <Plural value={device.events} one="# event" other="# events" /> ·{' '}
          <Instant at={device.first_seen} brief />
          {device.last_seen !== device.first_seen && (
            <>
              {' – '}
              <Instant at={device.last_seen} brief />
            </>
          )}{' '}
          <Ids device={device} />
        </div>
      </div>
    </li>
  );
}

function Ids({ device: { visitors, anonymous_ids } }: { device: DeviceItem }) {
  if (visitors === 0) return null;
  const count = <Plural value={visitors} one="# anonymous id" other="# anonymous ids" />;
  if (anonymous_ids === null) return <>· {count}</>;
  return (
    <>
      ·{' '}
      <Tooltip multiline maw={340} label={<Verbatim longest={400}>{anonymous_ids.join(', ')}</Verbatim>}>
        <span className={css.ids}>{count}</span>
      </Tooltip>
    </>
  );
}
