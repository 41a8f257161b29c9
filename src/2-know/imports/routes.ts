import { allChannels } from '#know/channels';
import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import * as contract from './contract.ts';
import { PRESETS } from './presets/index.ts';
import { kindOf, presetFor, previewImport } from './preview-import.ts';
import { rejectedFile } from './rejected-file.ts';
import { cancelImport, resumeImport, startImport } from './start-import.ts';
import * as store from './store.ts';
import type { Uploads } from './uploads.ts';

export type ImportRouteParts = Pick<Platform, 'db' | 'vault' | 'clock' | 'audit' | 'jobs'> & {
  uploads: Uploads;
};

const takers = staff('operations', 'developer');
const PART_BYTES = 9 * 2 ** 20;

export const importRoutes = (parts: ImportRouteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/imports/presets',
    summary: 'Kinds of files that can be taken in',
    lane: 'console',
    access: takers,
    response: contract.presetList,
    handle: () => ({
      items: PRESETS.map(({ name, title, takes, channel }) => ({
        name,
        title,
        takes,
        channel: {
          name: channel.name,
          platform: channel.platform,
          currency: channel.currency,
          zone: channel.zone,
        },
        kind: kindOf(name),
      })),
      next: null,
    }),
  }),
  ...uploadRoutes(parts),
  ...runRoutes(parts),
  ...oneRoutes(parts),
];

const uploadRoutes = ({ db, uploads }: ImportRouteParts): Route[] => [
  route({
    method: 'POST',
    path: '/api/imports/uploads',
    summary: 'Begin to send files; their parts follow',
    lane: 'console',
    access: takers,
    response: contract.newUpload,
    handle: () => ({ upload: uploads.begin() }),
  }),
  route({
    method: 'PUT',
    path: '/api/imports/uploads/:upload',
    summary: 'A part of a file, as bytes; the same part again takes the place of itself',
    lane: 'bulk',
    access: takers,
    params: contract.partParams,
    query: contract.partQuery,
    accepts: 'bytes',
    bodyLimit: PART_BYTES,
    response: contract.partTaken,
    handle: async ({ params, query, request }) => {
      const part = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return { size: await uploads.add(params.upload, query, part) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/imports/preview',
    summary: 'What a file seems to be, and what came of its first rows; nothing is stored',
    lane: 'bulk',
    access: takers,
    body: contract.previewBody,
    response: contract.preview,
    handle: ({ body }) => previewImport({ db, uploads }, body),
  }),
];

const runRoutes = (parts: ImportRouteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/imports',
    summary: 'Imports, running and past',
    lane: 'console',
    access: takers,
    query: contract.importQuery,
    response: contract.importPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'imports',
        columns: {
          id: (item) => item.id,
          file: (item) => item.file,
          preset: (item) => item.preset,
          channel: (item) => item.channel.name,
          state: (item) => item.state,
          rejected: (item) => item.rejected,
          started_at: (item) => item.started_at,
        },
        read: async (asked) => {
          const { items, next } = await store.listImports(parts.db, asked);
          return { items: await shown(parts, items), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/imports',
    summary: 'Take in the files of an upload',
    lane: 'console',
    access: takers,
    body: contract.newImport,
    response: contract.importItem,
    handle: async ({ body, staff: actor }) => {
      const preset = presetFor(body.preset, body.mapping);
      const id = await startImport(parts, actor, { ...body, preset });
      return await one(parts, id);
    },
  }),
];

const oneRoutes = (parts: ImportRouteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'How far an import is',
    lane: 'console',
    access: takers,
    params: contract.importParams,
    response: contract.importItem,
    handle: ({ params }) => one(parts, Number(params.id)),
  }),
  route({
    method: 'POST',
    path: '/api/imports/:id/cancel',
    summary: 'Stop an import after the batch at hand; what is stored stays',
    lane: 'console',
    access: takers,
    params: contract.importParams,
    response: contract.importItem,
    handle: async ({ params, staff: actor }) => {
      await cancelImport(parts, actor, Number(params.id));
      return await one(parts, Number(params.id));
    },
  }),
  route({
    method: 'POST',
    path: '/api/imports/:id/resume',
    summary: 'Go on where an import stopped',
    lane: 'console',
    access: takers,
    params: contract.importParams,
    response: contract.importItem,
    handle: async ({ params, staff: actor }) => {
      const id = Number(params.id);
      if (!(await one(parts, id)).resumable) throw new Problem('file_missing');
      await resumeImport(parts, actor, id);
      return await one(parts, id);
    },
  }),
  route({
    method: 'GET',
    path: '/api/imports/:id/rejected',
    summary: 'Rows that were refused, with the reason, as CSV',
    lane: 'bulk',
    access: takers,
    params: contract.importParams,
    handle: async ({ params, reply, locale }) => {
      const { id } = await one(parts, Number(params.id));
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="rejected-${id}.csv"`);
      return await rejectedFile(parts, Number(id), locale);
    },
  }),
];

async function one(parts: ImportRouteParts, id: number): Promise<contract.ImportItem> {
  const row = await store.importById(parts.db, id);
  const [item] = row ? await shown(parts, [row]) : [];
  if (!item) throw new Problem('not_found');
  return item;
}

async function shown(
  { db, uploads }: ImportRouteParts,
  rows: readonly store.ShownImport[],
): Promise<contract.ImportItem[]> {
  const channels = new Map(
    (await allChannels(db)).map((channel) => [channel.channel_id as number, channel.name]),
  );
  return rows.map((row) => ({
    id: String(row.import_id),
    preset: row.preset,
    title: PRESETS.find(({ name }) => name === row.preset)?.title ?? { en: row.preset, zh: row.preset },
    channel: { id: String(row.channel_id), name: channels.get(row.channel_id) ?? '' },
    file: row.file,
    state: row.state,
    tables: row.tables,
    rejected: row.rejected,
    failure: row.failure,
    actor: row.actor,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    resumable:
      ['failed', 'cancelled'].includes(row.state) &&
      row.upload !== null &&
      uploads.filesOf(row.upload).length > 0,
  }));
}
