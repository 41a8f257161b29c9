/**
 * What a payload may hold. Jobs lie in the database in clear and are not erased with a customer, so they name things and never say anything
 * about people: ids, instants, numbers. A text that cannot be an id (spaces, an @, other scripts) is refused where the job is made.
 */
const ID = /^[\w.:/-]{1,120}$/;

/** Throws, naming the field and not its value. */
export function refuseValues(job: string, payload: unknown, place = 'payload'): void {
  if (payload === null || payload === undefined || typeof payload === 'boolean') return;
  if (typeof payload === 'number' || payload instanceof Date) return;
  if (typeof payload === 'string') {
    if (ID.test(payload)) return;
    throw new TypeError(`${job}: ${place} is not an id. Payloads of jobs hold ids, never values.`);
  }
  if (typeof payload !== 'object') throw new TypeError(`${job}: ${place} cannot be a ${typeof payload}.`);
  for (const [name, value] of Object.entries(payload)) refuseValues(job, value, `${place}.${name}`);
}
