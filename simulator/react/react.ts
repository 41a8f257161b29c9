/** How shoppers take what the product really does: by the same hidden numbers as what the shop did in the past. */
import { personOf } from '../people/account.ts';
import { Draw, purpose } from '../random/draw.ts';
import { CAUSE } from '../shop/buy.ts';
import { receive } from '../shop/messages.ts';
import { whoOf } from '../shop/out.ts';
import type { Simulation } from '../shop/simulation.ts';
import { iso } from '../time/iso.ts';

export type Stimulus =
  | { at: number; is: 'message'; kind: string; message: string; userId: string }
  | { at: number; is: 'order cancelled'; order: string; person: number };

const HURT = purpose('hurt');
const draw = new Draw();

/** False where nobody is meant, or the world does not know such a message. */
export function react({ shop }: Simulation, stimulus: Stimulus): boolean {
  if (stimulus.is === 'order cancelled') {
    hurt(shop, stimulus);
    return true;
  }
  const person = personOf(shop.seed, stimulus.userId);
  const number = shop.world.messages.kinds.findIndex(({ id }) => id === stimulus.kind);
  if (person >= shop.people.count || number < 0) return false;
  receive(shop, { number, person, at: stimulus.at, id: stimulus.message });
  return true;
}

/** She waited for it. */
function hurt(
  shop: Simulation['shop'],
  { at, order, person }: Extract<Stimulus, { is: 'order cancelled' }>,
): void {
  const { people, world, seed, out } = shop;
  const leaves = draw
    .aim(seed, person, HURT, people.orders[person] as number)
    .chance(world.lifecycle.after_bad);
  out.truth({ what: 'cancelled by the shop', who: whoOf(person), at: iso(at), order, leaves });
  if (!leaves || at >= (people.deathAt[person] as number)) return;
  people.deathAt[person] = at + 1;
  people.deathCause[person] = CAUSE.bad_experience;
  shop.later({ at: at + 1, does: 'wake', person });
}
