import { useLingui } from '@lingui/react/macro';
import type { GroupKind, MemberRole } from '../contract.ts';

export function useGroupWords() {
  const { t } = useLingui();
  const kinds: Record<GroupKind, string> = { household: t`Household`, company: t`Company` };
  const roles: Record<MemberRole, string> = {
    head: t`Head`,
    member: t`Member`,
    buyer: t`Buyer`,
    payer: t`Payer`,
  };
  /** What to call it where its name may not be seen. */
  const nameOf = ({ id, kind, name }: { id: string; kind: GroupKind; name: string | null }): string =>
    name ?? `${kinds[kind]} ${id}`;
  return { kinds, roles, nameOf };
}
