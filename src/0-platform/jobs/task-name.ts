/** graphile-worker allows letters, digits and a few signs in a task's name. */
export const taskName = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '_');
