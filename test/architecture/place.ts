/** Where a path stands in the house. */
const ROOMS = ['platform', 'events', 'know', 'decide', 'act', 'learn', 'app'] as const;

export type Place = {
  room: number;
  /** `know/sources`; for the app and the events the room itself. */
  module: string;
  /** `src/2-know/sources`. */
  folder: string;
};

/** Null outside `src`. */
export function placeOf(path: string): Place | null {
  const [, number, room, rest] = /^src\/(\d)-([a-z]+)\/(.+)$/.exec(path) ?? [];
  if (!number || !room || !rest || ROOMS[Number(number)] !== room) return null;
  const own = rest.includes('/') && room !== 'events' && room !== 'app' ? `/${rest.split('/')[0]}` : '';
  return { room: Number(number), module: `${room}${own}`, folder: `src/${number}-${room}${own}` };
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/');
/** Builders for tests: not part of the product. */
export const isForTests = (path: string): boolean => isTest(path) || /\/testing(\/|\.tsx?$)/.test(path);
export const isConsole = (path: string): boolean => /^src\/\d-[a-z]+\/[^/]+\/console\//.test(path);
export const isFace = (path: string): boolean => path.startsWith('web/') || isConsole(path);
