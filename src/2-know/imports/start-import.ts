/** An import from the console: noted now, worked off in the engine. */
import { type ChannelRow, channelByName, openChannel } from '#know/channels';
import type { AuditEntry } from '#platform/audit';
import type { Platform } from '#platform/module';
import type { Mapping } from './mapping.ts';
import type { Preset } from './preset.ts';
import { presetFor } from './preview-import.ts';
import { contentOf, type ImportParts, runImport } from './run-import.ts';
import * as store from './store.ts';
import type { Uploads } from './uploads.ts';

export const RUN_JOB = 'know/imports: take in';

type Ground = Pick<Platform, 'db' | 'clock' | 'audit' | 'jobs'> & { uploads: Uploads };

export type Asked = {
  upload: string;
  preset: Preset;
  channel?: string | undefined;
  mapping?: Mapping | undefined;
};

/** Into the channel of that name, or the preset's own, which is opened where there is none. */
export async function channelFor(
  parts: Pick<Platform, 'db' | 'clock' | 'audit'>,
  actor: AuditEntry['actor'],
  preset: Preset,
  name = preset.channel.name,
): Promise<ChannelRow> {
  const known = await channelByName(parts.db, name);
  if (known) return known;
  await openChannel(parts, actor, { ...preset.channel, name, fee_percent: 0, fee_fixed: 0 });
  return (await channelByName(parts.db, name)) as ChannelRow;
}

type Actor = Exclude<AuditEntry['actor'], { kind: 'anonymous' | 'system' }>;

export async function startImport(
  parts: Ground,
  actor: Actor,
  { upload, preset, channel: name, mapping }: Asked,
): Promise<number> {
  const path = parts.uploads.pathOf(upload);
  const channel = await channelFor(parts, actor, preset, name);
  const digest = await contentOf(path);
  const files = parts.uploads.filesOf(upload).map((file) => file.name);
  const at = parts.clock.now();
  return await parts.db.transaction().execute(async (tx) => {
    const row = await store.begin(
      tx,
      {
        preset: preset.name,
        channel_id: channel.channel_id,
        file: files.join(', ').slice(0, 300),
        digest,
        actor: `${actor.kind}:${actor.id}`,
        upload,
        mapping: mapping ?? null,
        state: 'waiting',
      },
      at,
    );
    await parts.jobs.add(tx, RUN_JOB, { import: row.import_id }, { key: `${RUN_JOB} ${row.import_id}` });
    await parts.audit.record(tx, { actor, act: 'import.start', object: `import:${row.import_id}` });
    return row.import_id;
  });
}

/** After the batch at hand; what is stored stays. */
export async function cancelImport({ db, audit }: Ground, actor: Actor, id: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await store.cancel(tx, id);
    await audit.record(tx, { actor, act: 'import.cancel', object: `import:${id}` });
  });
}

export async function resumeImport(
  { db, clock, jobs, audit }: Ground,
  actor: Actor,
  id: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await store.wait(tx, id, clock.now());
    await jobs.add(tx, RUN_JOB, { import: id }, { key: `${RUN_JOB} ${id}` });
    await audit.record(tx, { actor, act: 'import.resume', object: `import:${id}` });
  });
}

/** What the job does. A worker that is killed leaves it to the next, who goes on after the last batch that was stored. */
export async function runStarted(
  parts: ImportParts & { uploads: Uploads },
  id: number,
  channelById: (id: number) => Promise<ChannelRow | null>,
  signal: AbortSignal,
): Promise<void> {
  const row = await store.importById(parts.db, id);
  if (!row || row.upload === null || ['done', 'cancelled'].includes(row.state)) return;
  const channel = await channelById(row.channel_id);
  if (!channel) return;
  const path = parts.uploads.pathOf(row.upload);
  const preset = presetFor(row.preset, row.mapping);
  const { state } = await runImport(parts, { preset, path, channel, actor: row.actor, row }, { signal });
  if (state !== 'done') return;
  parts.uploads.remove(row.upload);
  await store.forgetUpload(parts.db, id);
}
