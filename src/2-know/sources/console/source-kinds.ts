import { useLingui } from '@lingui/react/macro';
import type { SourceKind } from '../contract.ts';

/** The kinds of sources in the reader's language, each with what it is for. */
export function useSourceKinds(): Record<SourceKind, { label: string; hint: string }> {
  const { t } = useLingui();
  return {
    web: { label: t`Website`, hint: t`Pages of the shop, in the visitor’s browser` },
    app: { label: t`App`, hint: t`A mobile app or mini program` },
    server: { label: t`Server`, hint: t`The shop’s own systems` },
    store: { label: t`Store`, hint: t`Tills and counters` },
    call_centre: { label: t`Call centre`, hint: t`Telephony and agents’ tools` },
    courier: { label: t`Courier`, hint: t`Deliveries and returns` },
    marketplace: { label: t`Marketplace`, hint: t`Shops on other platforms` },
    social: { label: t`Social`, hint: t`Accounts in social networks` },
  };
}

/** Where its key lives: in the open, or on a server. */
export const keyKindFor = (kind: SourceKind): 'browser' | 'server' =>
  kind === 'web' || kind === 'app' ? 'browser' : 'server';
