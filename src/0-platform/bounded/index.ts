/** What a process remembers so as not to ask again, in bounded memory. Whoever keeps it must know when it stops being true. */
export { BoundedMap } from './bounded-map.ts';
