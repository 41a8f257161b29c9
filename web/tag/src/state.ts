/**
 * What the tag remembers between pages: who this browser is (a random first-party id) and what was not delivered yet. Nothing is read or
 * written before the shop's visitor agreed, where the shop asks for that; then everything is kept in memory only.
 */
const YEAR_SECONDS = 31_536_000;
const ID = 'regulars_id';
const USER = 'regulars_user';
const QUEUE = 'regulars_queue';
const MOST_KEPT = 200;

export type Call = Record<string, unknown> & { messageId: string };

export type State = {
  anonymousId(): string;
  user(): { userId: string; userToken?: string } | null;
  setUser(user: { userId: string; userToken?: string } | null): void;
  queue(): Call[];
  setQueue(calls: Call[]): void;
  /** From now on things are kept, or from now on they are not and what was kept is gone. */
  setKeeping(keeping: boolean): void;
};

export function createState(keeping: boolean): State {
  const memory = new Map<string, string>();
  let keeps = keeping;

  const read = (name: string): string | null => memory.get(name) ?? (keeps ? stored(name) : null);
  const write = (name: string, value: string | null): void => {
    if (value === null) memory.delete(name);
    else memory.set(name, value);
    if (keeps) store(name, value);
  };

  return {
    anonymousId() {
      let id = read(ID) ?? (keeps ? cookie(ID) : null);
      if (!id) id = uuid();
      if (memory.get(ID) !== id) {
        write(ID, id);
        if (keeps) setCookie(ID, id);
      }
      return id;
    },
    user: () => parse(read(USER), null),
    setUser: (user) => write(USER, user && JSON.stringify(user)),
    queue: () => parse(read(QUEUE), []),
    setQueue: (calls) => write(QUEUE, calls.length ? JSON.stringify(calls.slice(-MOST_KEPT)) : null),
    setKeeping(keep) {
      keeps = keep;
      if (keep) {
        memory.forEach((value, name) => {
          store(name, value);
        });
        const id = memory.get(ID);
        if (id) setCookie(ID, id);
      } else {
        for (const name of [ID, USER, QUEUE]) store(name, null);
        setCookie(ID, '');
        memory.clear();
      }
    },
  };
}

/** Also where `crypto.randomUUID` is missing: on pages without HTTPS. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 15) | 64;
  bytes[8] = ((bytes[8] as number) & 63) | 128;
  let text = '';
  bytes.forEach((byte, at) => {
    text += (at === 4 || at === 6 || at === 8 || at === 10 ? '-' : '') + (byte + 256).toString(16).slice(1);
  });
  return text;
}

// Storage may be forbidden altogether: then it is as if it were empty.
function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function store(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {}
}

function cookie(name: string): string | null {
  return document.cookie.match(`(?:^|; )${name}=([0-9a-f-]{36})`)?.[1] ?? null;
}

function setCookie(name: string, value: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // The CookieStore interface is not everywhere yet, and answers too late for the first call.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${name}=${value}; Max-Age=${value ? YEAR_SECONDS : 0}; Path=/; SameSite=Lax${secure}`;
}

function parse<T>(text: string | null, otherwise: T): T {
  try {
    return text ? JSON.parse(text) : otherwise;
  } catch {
    return otherwise;
  }
}
