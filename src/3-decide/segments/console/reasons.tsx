/** The conditions of a segment as a tree, each with what it comes to for one customer. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Instant, Mark, Verbatim } from '#console/kit';
import { useEventTitles } from '#know/collection/console';
import type { Reason } from '../contract.ts';
import { useSegmentWords } from './segment-words.tsx';
import css from './segments.module.css';

export function Reasons({ reason }: { reason: Reason }) {
  const { t } = useLingui();
  return (
    <ul className={css.reasons} aria-label={t`Reasons`}>
      <OneReason reason={reason} />
    </ul>
  );
}

function OneReason({ reason }: { reason: Reason }) {
  const { t } = useLingui();
  const { inOwn } = useSegmentWords();
  const titleOf = useEventTitles();
  const holds = <Mark tone={reason.holds ? 'ok' : 'bad'}>{reason.holds ? t`holds` : t`does not hold`}</Mark>;
  if ('joined' in reason) {
    const joins = {
      all: t`All of these`,
      any: t`At least one of these`,
      not: t`Not this`,
    };
    return (
      <li>
        <div className={css.reason}>
          {holds}
          <strong>{joins[reason.joined]}</strong>
        </div>
        <ul>
          {reason.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            <OneReason key={index} reason={part} />
          ))}
        </ul>
      </li>
    );
  }
  return (
    <li>
      <div className={css.reason}>
        {holds}
        <Verbatim longest={1000}>{inOwn(reason.sentence)}</Verbatim>
      </div>
      <div className={css.evidence}>
        <span className={css.quiet}>
          <Plural
            value={reason.counted}
            _0="Nothing counts for it"
            one="# counts for it"
            other="# count for it"
          />
        </span>
        {reason.events.length > 0 && (
          <ol>
            {reason.events.map(({ position, event, at }) => (
              <li key={position}>
                <Link to={`/events?at=${position}`}>
                  <Verbatim longest={80}>{titleOf({ type: 'track', event })}</Verbatim>
                </Link>{' '}
                <Instant at={at} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </li>
  );
}
