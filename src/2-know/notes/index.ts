/**
 * What staff write of customers, and the files they keep with them.
 *
 * It guarantees: text, names and bytes stand sealed under the key of the profile they were given to, shown for the whole person, and die with
 * that key; who may not see personal values sees none of them; an edited note still tells what it said before; what is taken away leaves a row
 * with who and when, and nothing of what it was; a file is what its bytes say, never one that a browser would run, and goes out only as a download.
 */
export { notesOfCustomer } from './write-note.ts';
