/** `?`: what the keyboard can do on this page. */
import { useLingui } from '@lingui/react/macro';
import { Kbd, Modal } from '@mantine/core';
import { useState } from 'react';
import { useKey, useKeySheet } from '#console/kit';
import css from './shell.module.css';

const SHOWN: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

export function KeySheet() {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const sheet = useKeySheet();
  useKey('?', t`Show the keys`, () => setOpened(true));
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={t`Keyboard`}>
      <dl className={css.keys}>
        <div>
          <dt>
            <Kbd>Ctrl</Kbd> / <Kbd>⌘</Kbd> + <Kbd>K</Kbd>
          </dt>
          <dd>{t`Go anywhere, find, act`}</dd>
        </div>
        {sheet.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <Kbd>{SHOWN[key] ?? key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div>
          <dt>
            <Kbd>Enter</Kbd>
          </dt>
          <dd>{t`Open the row`}</dd>
        </div>
      </dl>
    </Modal>
  );
}
