/** "Connect your shop": make a source, paste its snippet, see the first event. Each step ticks itself off. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Loader } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mayOpen, Panel, useMe } from '#console/kit';
import type { SourceItem } from '#know/sources/contract';
import css from './home.module.css';

export function FirstSteps({ source }: { source: SourceItem | undefined }) {
  const { t } = useLingui();
  const { role } = useMe();
  const mayKeep = mayOpen(role, ['developer']);
  return (
    <Panel title={t`Connect your shop`}>
      <ol className={css.steps}>
        <Step
          done={source !== undefined}
          title={t`Make a source`}
          action={
            mayKeep && !source && <Button component={Link} to="/sources?new=1">{t`Make a source`}</Button>
          }
        >
          <Trans>A source stands for one place that events come from: your website first.</Trans>
        </Step>
        <Step
          done={false}
          waiting={source !== undefined}
          title={t`Paste its snippet`}
          action={
            source && <Button component={Link} to={`/sources/${source.id}`}>{t`Show the snippet`}</Button>
          }
        >
          <Trans>One line into your pages, or your Segment or RudderStack library with another host.</Trans>
        </Step>
        <Step done={false} title={t`See the first event`}>
          <Trans>This page notices by itself when it arrives.</Trans>
        </Step>
      </ol>
    </Panel>
  );
}

type StepProps = { done: boolean; waiting?: boolean; title: string; action?: ReactNode; children: ReactNode };

function Step({ done, waiting = false, title, action, children }: StepProps) {
  const { t } = useLingui();
  return (
    <li data-done={done || undefined}>
      <span className={css.sign}>
        {done && <IconCheck size={16} aria-label={t`Done`} />}
        {waiting && <Loader size={14} aria-label={t`Waiting for its first event`} />}
      </span>
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
        {action}
      </div>
    </li>
  );
}
