/** The only SQL of the installation's settings. */
import { type Db, sql, type Tx } from '../postgres/index.ts';

export type OwnSettings = { shop_name: string; default_locale: 'en' | 'zh-CN' };

export async function ownSettings(db: Db | Tx): Promise<OwnSettings> {
  const { rows } = await sql<OwnSettings>`SELECT shop_name, default_locale FROM instance.setting`.execute(db);
  return rows[0] ?? { shop_name: '', default_locale: 'zh-CN' };
}

/** What is absent stays as it is. */
export async function changeSettings(
  tx: Tx,
  to: { shop_name?: string | undefined; default_locale?: string | undefined },
): Promise<void> {
  await sql`UPDATE instance.setting SET shop_name = coalesce(${to.shop_name ?? null}, shop_name),
    default_locale = coalesce(${to.default_locale ?? null}, default_locale)`.execute(tx);
}
