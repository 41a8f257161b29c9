/** @jsxImportSource preact */
/** Asked once, and again when the shopper opens it. Both answers are equally easy: nothing is measured before a yes. */
import { t } from '@lingui/core/macro';
import { useState } from 'preact/hooks';
import { consentSaid, sayConsent } from '../tell.ts';

export function ConsentBar({ wanted, close }: { wanted: boolean; close(): void }) {
  const [said, setSaid] = useState(consentSaid);
  if (said !== null && !wanted) return null;
  const answer = (now: 'granted' | 'denied') => (): void => {
    sayConsent(now);
    setSaid(now);
    close();
  };
  return (
    <section class="consent" aria-label={t`Cookies`}>
      <p>
        {t`May we measure how this shop is used? Until you say yes, no cookie is set and nothing is sent. The cart works either way.`}
        {said !== null && <em> {said === 'granted' ? t`At the moment: yes.` : t`At the moment: no.`}</em>}
      </p>
      <div class="consentAnswers">
        <button type="button" class="second" onClick={answer('denied')}>
          {t`No`}
        </button>
        <button type="button" class="second" onClick={answer('granted')}>
          {t`Yes, measure`}
        </button>
      </div>
    </section>
  );
}
