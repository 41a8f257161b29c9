/** The words of events in the reader's language. Names of calls (track, page) stay as every library writes them. */
import { useLingui } from '@lingui/react/macro';
import type { Filter } from '#console/kit';
import { useSourceNames } from '#know/sources/console';
import type { EventDetail, EventItem } from '../contract.ts';

const TYPES = [
  'track',
  'identify',
  'page',
  'screen',
  'group',
  'alias',
] as const satisfies EventItem['type'][];

export function useEventWords() {
  const { t } = useLingui();
  const flags: Record<EventItem['flags'][number], { label: string; hint: string }> = {
    clock_skew: { label: t`Clock skew`, hint: t`The sender’s clock was off; its time was corrected.` },
    future: { label: t`Future`, hint: t`It claimed a time to come; the time of arrival was taken.` },
    late: { label: t`Late`, hint: t`It happened more than 30 days before it arrived.` },
    claimed_identity: {
      label: t`Claimed identity`,
      hint: t`A browser said who it was; that was noted, not believed.`,
    },
  };
  const origins: Record<EventItem['origin'], string> = {
    live: t`Live`,
    import: t`Import`,
    replay: t`Replay`,
    backfill: t`Backfill`,
    system: t`System`,
  };
  const personal: Record<EventDetail['personal'], string> = {
    shown: t`Shown, as your role may see it`,
    masked: t`Hidden from your role`,
    erased: t`Erased with the customer’s key`,
    none: t`None in this event`,
  };
  return { flags, origins, personal };
}

/** Of the list and of the stream alike. */
export function useEventFilters(): Filter[] {
  const { t } = useLingui();
  const sources = useSourceNames();
  return [
    {
      name: 'type',
      label: t`Type`,
      kind: 'choice',
      options: TYPES.map((type) => ({ value: type, label: type })),
    },
    { name: 'event', label: t`Event name`, kind: 'text' },
    ...(sources.length > 0
      ? [{ name: 'source', label: t`Source`, kind: 'choice', options: sources } satisfies Filter]
      : []),
    { name: 'customer', label: t`Customer id`, kind: 'text' },
  ];
}
