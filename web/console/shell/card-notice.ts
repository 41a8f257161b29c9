/** Tells the author that a card number was taken out of what she wrote: nothing else says so where she cannot see it again. */
import { useLingui } from '@lingui/react/macro';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { CARD_REMOVED } from '#console/kit';

export function useCardNotice(): void {
  const { t } = useLingui();
  const message = t`A card number was taken out: only its last four digits are stored.`;
  useEffect(() => {
    const tell = (): void =>
      void notifications.show({ id: CARD_REMOVED, color: 'yellow', autoClose: 10_000, message });
    addEventListener(CARD_REMOVED, tell);
    return () => removeEventListener(CARD_REMOVED, tell);
  }, [message]);
}
