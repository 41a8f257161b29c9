/** Tells the author that a card number was taken out of what she wrote: nothing else says so where she cannot see it again. */
import { useLingui } from '@lingui/react/macro';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { CARD_REMOVED } from '#console/kit';

export function useCardNotice(): void {
  const { t } = useLingui();
  const title = t`A card number was taken out`;
  const message = t`Only its last four digits are stored: card numbers must not be kept.`;
  useEffect(() => {
    const tell = (): void =>
      void notifications.show({ id: CARD_REMOVED, color: 'yellow', autoClose: 10_000, title, message });
    addEventListener(CARD_REMOVED, tell);
    return () => removeEventListener(CARD_REMOVED, tell);
  }, [title, message]);
}
