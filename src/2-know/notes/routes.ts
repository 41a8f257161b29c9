import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import * as contract from './contract.ts';
import { disposition, MEDIA_TYPES } from './file-kind.ts';
import type { NoteParts } from './hers.ts';
import { filesOfCustomer, keepFile, openFile, removeFile } from './keep-file.ts';
import { earlierTexts, editNote, notesOfCustomer, removeNote, writeNote } from './write-note.ts';

// Who may see personal values whole: a note has no shape that could be shown instead.
const readers = staff('agent', 'operations', 'developer');
const writers = staff('agent', 'operations');

export const noteRoutes = (parts: NoteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/notes',
    summary: 'Notes on a customer, those that are pinned first',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    query: contract.noteQuery,
    response: contract.notePage,
    handle: ({ params, query, reply, principal }) =>
      answerList(reply, query, {
        file: 'notes',
        columns: noteColumns,
        read: (asked) => notesOfCustomer(parts, customerId(Number(params.id)), asked, principal),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/notes',
    summary: 'Write a note on a customer',
    lane: 'console',
    access: writers,
    params: contract.customerParams,
    body: contract.newNote,
    freeText: ['text'],
    response: contract.noteItem,
    handle: ({ params, body, staff: caller }) =>
      writeNote(parts, caller, customerId(Number(params.id)), body),
  }),
  ...oneNoteRoutes(parts),
  ...fileRoutes(parts),
];

const oneNoteRoutes = (parts: NoteParts): Route[] => [
  route({
    method: 'PATCH',
    path: '/api/customers/:id/notes/:note',
    summary: 'Edit or pin a note; what it said before is kept',
    lane: 'console',
    access: writers,
    params: contract.noteParams,
    body: contract.noteChanges,
    freeText: ['text'],
    response: contract.noteItem,
    handle: ({ params, body, staff: caller }) => editNote(parts, caller, theNote(params), body),
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/notes/:note/earlier',
    summary: 'What a note said before it was edited',
    lane: 'console',
    access: readers,
    params: contract.noteParams,
    response: contract.earlierTexts,
    handle: ({ params, principal }) => earlierTexts(parts, principal, theNote(params)),
  }),
  route({
    method: 'DELETE',
    path: '/api/customers/:id/notes/:note',
    summary: 'Take a note away: its text is destroyed',
    lane: 'console',
    access: writers,
    params: contract.noteParams,
    response: contract.removed,
    handle: ({ params, staff: caller }) => removeNote(parts, caller, theNote(params)),
  }),
];

const fileRoutes = (parts: NoteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/files',
    summary: 'Files kept with a customer',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    query: contract.fileQuery,
    response: contract.filePage,
    handle: ({ params, query, reply, principal }) =>
      answerList(reply, query, {
        file: 'files',
        columns: fileColumns,
        read: (asked) => filesOfCustomer(parts, customerId(Number(params.id)), asked, principal),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/files',
    summary: 'Keep a file with a customer: its bytes, of a kind that is read off them',
    lane: 'bulk',
    access: writers,
    params: contract.customerParams,
    query: contract.newFileQuery,
    accepts: 'bytes',
    bodyLimit: contract.MOST_FILE_BYTES,
    response: contract.fileItem,
    handle: async ({ params, query, request, reply, staff: caller }) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const given = { name: query.name, bytes };
      const { file, removed } = await keepFile(parts, caller, customerId(Number(params.id)), given);
      // `freeText` is about bodies; the name stands in the address.
      if (removed > 0) void reply.header('x-card-numbers-removed', removed);
      return file;
    },
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/files/:file',
    summary: 'A file kept with a customer, to download',
    lane: 'bulk',
    access: readers,
    params: contract.fileParams,
    handle: async ({ params, reply, principal }) => {
      const { name, kind, bytes } = await openFile(parts, principal, theFile(params));
      // Whatever it is, no browser shows, sniffs or runs it at our address.
      void reply.headers({
        'content-type': MEDIA_TYPES[kind],
        'content-disposition': disposition(name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      });
      return bytes;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/customers/:id/files/:file',
    summary: 'Take a file away: its bytes and its name are destroyed',
    lane: 'console',
    access: writers,
    params: contract.fileParams,
    response: contract.removed,
    handle: ({ params, staff: caller }) => removeFile(parts, caller, theFile(params)),
  }),
];

const theNote = ({ id, note }: { id: string; note: string }) => ({
  id: customerId(Number(id)),
  note: Number(note),
});
const theFile = ({ id, file }: { id: string; file: string }) => ({
  id: customerId(Number(id)),
  file: Number(file),
});

const noteColumns = {
  id: (item: contract.NoteItem) => item.id,
  text: (item: contract.NoteItem) => item.text,
  pinned: (item: contract.NoteItem) => item.pinned,
  author: (item: contract.NoteItem) => item.author_name,
  written_at: (item: contract.NoteItem) => item.written_at,
  edited_at: (item: contract.NoteItem) => item.edited_at,
};

const fileColumns = {
  id: (item: contract.FileItem) => item.id,
  name: (item: contract.FileItem) => item.name,
  kind: (item: contract.FileItem) => item.kind,
  size: (item: contract.FileItem) => item.size,
  author: (item: contract.FileItem) => item.author_name,
  added_at: (item: contract.FileItem) => item.added_at,
};
