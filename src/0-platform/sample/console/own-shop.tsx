/** Out of the sample: waits for one's own shop. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Awaiting, useAwaited, Words } from './awaited.tsx';

export default function OwnShopPage() {
  const { t } = useLingui();
  useEffect(() => {
    document.title = `${t`To your own shop`} · Regulars`;
  }, [t]);
  useAwaited(
    ({ sample }) => !sample,
    () => location.assign('/'),
  );
  return (
    <Awaiting title={t`To your own shop`}>
      <Words>
        <Trans>
          Your own shop is being opened. If nobody has signed in to it yet, its address and first password
          stand in the terminal.
        </Trans>
      </Words>
    </Awaiting>
  );
}
