/** Calls that only read, although they are posted: what may have arrived may be asked again. */
import type { Answered, Called, Reach } from '../connector.ts';
import { Unreachable } from '../unreachable.ts';

/** Null: no answer came, and asking again may bring one. */
export async function answered(reach: Reach, request: Called, isLast: boolean): Promise<Answered | null> {
  try {
    return await reach.call(request);
  } catch (error) {
    if (!isLast && error instanceof Unreachable && error.code === 'connector_unreachable') return null;
    throw error;
  }
}
