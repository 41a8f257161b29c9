import { useLingui } from '@lingui/react/macro';
import { Menu, Switch, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe, useWords, Verbatim } from '#console/kit';
import { applyDensity, density } from './density.ts';
import css from './shell.module.css';
import { useSignOut } from './sign-out.ts';

export function AccountMenu() {
  const { t } = useLingui();
  const me = useMe();
  const { roles } = useWords();
  const signOut = useSignOut();
  const [comfortable, setComfortable] = useState(density() === 'comfortable');
  const change = (to: boolean): void => {
    setComfortable(to);
    applyDensity(to ? 'comfortable' : 'dense');
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={css.account}>
          <VisuallyHidden>{t`Account`}</VisuallyHidden>
          <span className={css.initial} aria-hidden>
            {[...me.name][0]?.toUpperCase() ?? '·'}
          </span>
          <span className={css.accountName}>
            <Verbatim>{me.name}</Verbatim>
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Verbatim>{me.email ?? me.name}</Verbatim>
          <br />
          {roles[me.role]}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={14} aria-hidden />}>
          {t`My account`}
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} component="div" onClick={() => change(!comfortable)}>
          <Switch
            label={t`Comfortable spacing`}
            checked={comfortable}
            onChange={(event) => change(event.currentTarget.checked)}
            onClick={(event) => event.stopPropagation()}
            tabIndex={-1}
          />
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} aria-hidden />} onClick={() => void signOut()}>
          {t`Sign out`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
