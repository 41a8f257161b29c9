/** What to call customers in a list of another module. */
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { open } from '#platform/vault';
import { maskedName, maskedValue } from '../mask.ts';
import type { CardFace } from './card-of.ts';
import { sealedFaces } from './store.ts';

type NameParts = Pick<Platform, 'db' | 'vault'>;

/** By profile: the name of the person it belongs to, else what leads to her, masked by role; absent where nothing is known. */
export async function customerNames(
  { db, vault }: NameParts,
  ids: readonly CustomerId[],
  principal: Principal,
): Promise<Map<number, string>> {
  const faces = await sealedFaces(db, ids);
  const keys = await vault.existingKeys([...new Set(faces.map(({ person }) => person))]);
  const whole = seesPersonal(principal);
  const names = new Map<number, string>();
  for (const { profile, person, sealed } of faces) {
    const key = keys.get(person);
    const plain = key ? open(key, sealed) : null;
    const named = plain && nameOf(JSON.parse(plain.toString()) as CardFace, whole);
    if (named) names.set(profile, named);
  }
  return names;
}

function nameOf(face: CardFace, whole: boolean): string | null {
  if (face.name) return whole ? face.name : maskedName(face.name);
  const [kind, value] =
    (['email', 'phone', 'userId'] as const)
      .map((one) => [one, face[one]] as const)
      .find(([, known]) => known) ?? [];
  if (!kind || !value) return null;
  return whole ? value : maskedValue(kind, value);
}
