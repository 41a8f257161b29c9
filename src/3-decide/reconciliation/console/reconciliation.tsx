/** A month of a channel: what its platform says, what we count, and why they differ. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, Skeleton, TextInput } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Empty, mayOpen, PageFrame, ProblemNote, useMe, useUrlState, visible } from '#console/kit';
import { useMetrics } from '#decide/metrics/console';
import { useAsked } from './asked.ts';
import { DayDrawer } from './day-drawer.tsx';
import { Days } from './days.tsx';
import { GiveStatement } from './give-statement.tsx';
import { MonthState } from './month-state.tsx';
import { FIGURES } from './reconciliation-words.tsx';

export default function ReconciliationPage() {
  const { t } = useLingui();
  const { role } = useMe();
  const [url, change] = useUrlState();
  const { channels, channel, month, figure } = useAsked();
  const mayState = mayOpen(role, ['analyst']) && channel !== undefined;
  return (
    <PageFrame
      title={t`Reconciliation`}
      lead={
        <Trans>What the platform says it sold, beside what we count, day by day and down to the order.</Trans>
      }
      actions={
        mayState && (
          <Button
            leftSection={<IconFileImport size={14} aria-hidden />}
            onClick={() => change({ give: '1' })}
          >
            {t`Give the platform’s figures`}
          </Button>
        )
      }
    >
      {channels.error && !channels.data ? (
        <ProblemNote failure={channels.error} retry={() => void channels.refetch()} />
      ) : !channels.data ? (
        <Skeleton h={320} />
      ) : !channel ? (
        <Empty
          title={t`No channels yet`}
          text={<Trans>Open a channel first: figures are compared channel by channel.</Trans>}
        />
      ) : (
        <>
          <Choice />
          <MonthState channel={channel} month={month} />
          <Days channel={channel} month={month} figure={figure} />
          <DayDrawer channel={channel} figure={figure} day={url.day} onClose={() => change({ day: null })} />
          <Modal
            size="lg"
            opened={url.give !== undefined && mayState}
            onClose={() => change({ give: null }, { replace: true })}
            title={t`Give the platform’s figures`}
          >
            {url.give !== undefined && (
              <GiveStatement
                asked={{ channel, month, figure }}
                onDone={(day) =>
                  change({ give: null, ...(day && { month: day.slice(0, 7) }) }, { replace: true })
                }
              />
            )}
          </Modal>
        </>
      )}
    </PageFrame>
  );
}

function Choice() {
  const { t, i18n } = useLingui();
  const [, change] = useUrlState();
  const metrics = useMetrics();
  const { channels, channel, month, figure } = useAsked();
  const titleOf = (name: string): string => {
    const metric = metrics.data?.items.find((one) => one.name === name);
    return metric ? (i18n.locale === 'zh-CN' ? metric.title.zh : metric.title.en) : '…';
  };
  return (
    <Group gap="sm" align="flex-end" mb="md">
      <Select
        size="xs"
        label={t`Channel`}
        allowDeselect={false}
        data={(channels.data?.items ?? []).map(({ id, name }) => ({ value: id, label: visible(name) }))}
        value={channel?.id ?? null}
        onChange={(value) => change({ channel: value })}
      />
      <TextInput
        size="xs"
        type="month"
        label={t`Month`}
        value={month}
        onChange={(event) => change({ month: event.currentTarget.value || null }, { replace: true })}
      />
      <Select
        size="xs"
        label={t`Figure`}
        allowDeselect={false}
        data={FIGURES.map((name) => ({ value: name, label: titleOf(name) }))}
        value={figure}
        onChange={(value) => change({ figure: value })}
      />
    </Group>
  );
}
