/** The kinds of conditions that are always there. */
import type { ConditionKind } from '../kind.ts';
import { event } from './event.ts';
import { attribute, consent, tag, trait } from './facts.ts';
import { goods } from './goods.ts';
import { orders } from './orders.ts';
import { sequence } from './sequence.ts';

export const KINDS: readonly ConditionKind[] = [
  event,
  sequence,
  orders,
  goods,
  trait,
  attribute,
  tag,
  consent,
];
