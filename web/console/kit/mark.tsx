/** A state in one word, with an icon: colour never says it alone. */
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './mark.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'quiet' | 'accent';

const ICONS = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  quiet: IconCircleDashed,
  accent: null,
};

export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={css.mark} data-tone={tone}>
      {Icon && <Icon aria-hidden size={13} stroke={2} />}
      {children}
    </span>
  );
}
