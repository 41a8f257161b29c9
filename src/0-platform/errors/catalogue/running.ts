/** Refusals about running an installation: keys, what leaves the building, backups. */
import type { Entry } from './entry.ts';

export const RUNNING = {
  sample_not_offered: {
    status: 409,
    en: 'The sample shop is opened here only before anything has arrived, and where `npm start` runs. `npm start -- --demo` opens it at any time.',
    zh: '仅当本机以 `npm start` 运行且尚无任何数据时，才能在此打开示例商店。`npm start -- --demo` 随时可以打开。',
  },
  disk_nearly_full: {
    status: 503,
    en: 'The disk is nearly full; nothing more is accepted until space is freed.',
    zh: '磁盘空间即将用尽，释放空间前暂停接收数据。',
  },
  lake_away: {
    status: 503,
    en: 'Analytics are starting or not reachable; try again shortly.',
    zh: '分析引擎正在启动或暂不可用，请稍后重试。',
  },
  source_name_taken: {
    status: 409,
    en: 'There is already a source of that name.',
    zh: '已存在同名数据来源。',
  },
  key_revoked_already: { status: 409, en: 'This key was revoked before.', zh: '该密钥此前已被吊销。' },
  too_many_keys: {
    status: 409,
    en: 'A source can have {limit} active keys; revoke one first.',
    zh: '每个来源最多可有 {limit} 个有效密钥，请先吊销一个。',
  },
  egress_refused: {
    status: 400,
    en: 'This address may not be called: only https at public addresses, without a user name and on the usual port.',
    zh: '不允许访问该地址：仅支持公网 https 地址，不得包含用户名，且须使用标准端口。',
  },
  egress_off: {
    status: 409,
    en: 'This installation was restored or copied: nothing leaves it until its owner releases it.',
    zh: '该系统由备份恢复或复制而来：在所有者放行之前不会对外发送任何内容。',
  },
  outbox_settled: {
    status: 409,
    en: 'Only what failed or is in doubt can be tried again.',
    zh: '只有失败或存疑的消息可以重试。',
  },
  outbox_gone: {
    status: 409,
    en: 'What it said was erased; it cannot be sent again.',
    zh: '消息内容已被删除，无法再次发送。',
  },
  backup_running: { status: 409, en: 'A backup is being made already.', zh: '已有备份正在进行。' },
  backup_needs_target: {
    status: 409,
    en: 'Set BACKUP_TO to a folder or an s3:// address first.',
    zh: '请先将 BACKUP_TO 设为文件夹或 s3:// 地址。',
  },
  backup_not_embedded: {
    status: 409,
    en: 'The database is a server of your own: use the logical export, or its own backups.',
    zh: '数据库为自有服务器：请使用逻辑导出或该服务器自身的备份。',
  },
  backup_no_credentials: {
    status: 400,
    en: 'An s3:// address needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    zh: 's3:// 地址需要设置 S3_ACCESS_KEY_ID 和 S3_SECRET_ACCESS_KEY。',
  },
  backup_key_missing: {
    status: 400,
    en: 'This backup is sealed: set BACKUP_KEY to the key it was made with.',
    zh: '此备份已加密：请将 BACKUP_KEY 设为备份时所用的密钥。',
  },
  backup_key_wrong: {
    status: 400,
    en: 'BACKUP_KEY is not the key this backup was made with.',
    zh: 'BACKUP_KEY 与备份时所用的密钥不符。',
  },
  backup_not_sealed: {
    status: 409,
    en: '{place} was begun without a key, and BACKUP_KEY is set: unset it, or use another place.',
    zh: '{place} 建立时未使用密钥，而当前设置了 BACKUP_KEY：请取消该设置，或改用其他位置。',
  },
  backup_damaged: {
    status: 422,
    en: '{name} in the backup is missing or damaged. Nothing of it was used.',
    zh: '备份中的 {name} 缺失或已损坏，未使用其中任何内容。',
  },
  backup_none: {
    status: 404,
    en: 'There is no complete backup in {place}.',
    zh: '{place} 中没有完整的备份。',
  },
  backup_none_before: {
    status: 404,
    en: 'No backup in {place} was complete at {at}.',
    zh: '{place} 中没有在 {at} 之前完成的备份。',
  },
  restore_folder_not_empty: {
    status: 409,
    en: '{path} is not empty: restore into a new directory.',
    zh: '{path} 不是空目录：请恢复到新目录。',
  },
  restore_failed: {
    status: 500,
    en: 'PostgreSQL could not be brought up from this backup: {reason}',
    zh: '无法用此备份启动 PostgreSQL：{reason}',
  },
  backup_place_closed: {
    status: 409,
    en: 'The user that Regulars runs as may not enter {path}: open it, or choose another place.',
    zh: '运行 Regulars 的用户无法进入 {path}：请开放权限，或另选位置。',
  },
  restore_needs_export: {
    status: 409,
    en: 'Into a server of your own goes an export, and {place} holds none: make one with bin/regulars backup --logical.',
    zh: '导入自有服务器需要逻辑导出，而 {place} 中没有：请用 bin/regulars backup --logical 生成。',
  },
  export_disturbed: {
    status: 409,
    en: 'A month was archived or taken back while the export was being made. Try again.',
    zh: '导出期间有月份被归档或取回，请重试。',
  },
  import_not_empty: {
    status: 409,
    en: 'This database is not empty: load the export into a new one.',
    zh: '此数据库非空：请导入到新的数据库。',
  },
  import_newer: {
    status: 409,
    en: 'This export was made by a newer version ({version}). Install that version first.',
    zh: '此导出由更高版本（{version}）生成，请先安装该版本。',
  },
} as const satisfies Record<string, Entry>;
