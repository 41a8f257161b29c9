/** Things people carry elsewhere: ids, keys, snippets. One press copies; the button says that it did. */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import css from './copy.module.css';
import { Mono } from './verbatim.tsx';

export function CopyIcon({ value, what }: { value: string; what: string }) {
  const { t } = useLingui();
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t`Copied` : t`Copy`}>
          <ActionIcon size="sm" onClick={copy} aria-label={t`Copy ${what}`}>
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export function Copyable({ value, what, longest }: { value: string; what: string; longest?: number }) {
  return (
    <span className={css.inline}>
      <Mono {...(longest !== undefined && { longest })}>{value}</Mono>
      <CopyIcon value={value} what={what} />
    </span>
  );
}

export function Snippet({ code, label }: { code: string; label: string }) {
  const { t } = useLingui();
  return (
    <div className={css.snippet}>
      <CopyButton value={code} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            className={css.button}
            variant="default"
            size="compact-xs"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          >
            {copied ? t`Copied` : t`Copy`}
          </Button>
        )}
      </CopyButton>
      {/* biome-ignore lint/a11y/useSemanticElements: `pre` is what keeps its lines */}
      <pre
        className={css.code}
        dir="ltr"
        role="region"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        translate="no"
        data-code
      >
        {code}
      </pre>
    </div>
  );
}
