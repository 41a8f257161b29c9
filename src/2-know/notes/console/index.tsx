/** What staff wrote of a customer and the files they keep with her, for her page. */
export { FilesOfCustomer } from './files-of-customer.tsx';
export { NotesOfCustomer } from './notes-of-customer.tsx';
