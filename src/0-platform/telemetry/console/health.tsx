/** How everything is, in words; then who follows the log, and the lake. */
import { Trans, useLingui } from '@lingui/react/macro';
import { mayOpen, PageFrame, Panel, useMe } from '#console/kit';
import { HealthList } from './health-list.tsx';
import { LakePanel } from './lake-panel.tsx';
import { Subscribers } from './subscribers.tsx';

export default function HealthPage() {
  const { t } = useLingui();
  const { role } = useMe();
  return (
    <PageFrame title={t`Health`} lead={<Trans>Looked at every few seconds.</Trans>}>
      <Panel title={t`In words`}>
        <HealthList />
      </Panel>
      {mayOpen(role, ['developer', 'operations', 'analyst']) && (
        <Panel title={t`Who follows the log`}>
          <Subscribers />
        </Panel>
      )}
      {mayOpen(role, ['developer', 'operations', 'analyst', 'marketer']) && <LakePanel />}
    </PageFrame>
  );
}
