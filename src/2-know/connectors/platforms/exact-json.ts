/** JSON of platforms whose numbers of orders have nineteen digits: what no number of JavaScript holds is kept as its digits. */
import { Unreachable } from '../unreachable.ts';

export function exactJson(body: Buffer | string, whose: string): unknown {
  try {
    return JSON.parse(body.toString(), keepDigits);
  } catch (cause) {
    throw new Unreachable('connector_answer_unreadable', `${whose}: not JSON`, { cause });
  }
}

const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (context?.source ?? value)
    : value;
