import { existsSync } from 'node:fs';
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { Platform } from '#platform/module';
import { presetFor } from './preview-import.ts';
import { type ImportOutcome, type ImportParts, runImport } from './run-import.ts';
import { channelFor } from './start-import.ts';

export type FileImport = { path: string; preset: string; channel?: string | undefined };

/** Into the channel of that name, or the preset's own, which is opened where there is none. Throws `preset_unknown`, `file_missing`. */
export async function importFile(
  parts: ImportParts & Pick<Platform, 'audit'>,
  actor: AuditEntry['actor'],
  { path, preset: name, channel: channelName }: FileImport,
  options: Parameters<typeof runImport>[2] = {},
): Promise<ImportOutcome> {
  const preset = presetFor(name);
  if (!existsSync(path)) throw new Problem('file_missing');
  const channel = await channelFor(parts, actor, preset, channelName);
  return await runImport(parts, { preset, path, channel, actor: nameOf(actor) }, options);
}

function nameOf(actor: AuditEntry['actor']): string {
  if (actor.kind === 'system') return `system:${actor.name}`;
  return actor.kind === 'anonymous' ? 'anonymous' : `${actor.kind}:${actor.id}`;
}
