/** The only SQL of `know/attributes`; schema `attributes`. */
import type { z } from 'zod';
import type { CustomerId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { AttributeItem, attributeQuery, NewAttribute } from './contract.ts';

type Row = {
  definition_id: number;
  key: string;
  title_en: string;
  title_zh: string;
  created_at: Date;
  archived_at: Date | null;
} & Pick<
  AttributeItem,
  | 'type'
  | 'required'
  | 'personal'
  | 'rules'
  | 'options'
  | 'seen_by'
  | 'edited_by'
  | 'section'
  | 'place'
  | 'places'
>;

const COLUMNS = sql`definition_id, key, title_en, title_zh, type, required, personal, rules, options, seen_by, edited_by, section,
  place, places, created_at, archived_at`;

const itemOf = ({
  definition_id,
  title_en: en,
  title_zh: zh,
  created_at,
  archived_at,
  ...row
}: Row): AttributeItem => ({
  ...row,
  id: String(definition_id),
  title: { en, zh },
  created_at: created_at.toISOString(),
  archived_at: archived_at?.toISOString() ?? null,
});

const lists = keyset({
  id: { column: sql`definition_id`, type: 'int8' },
  sorts: {
    place: { column: sql`place`, type: 'int8' },
    key: { column: sql`key`, type: 'text' },
    created_at: { column: sql`created_at`, type: 'timestamptz' },
  },
  search: [sql`key`, sql`title_en`, sql`title_zh`],
  filters: {
    type: (type: string) => sql`type = ${type}`,
    archived: (archived: boolean) => sql`(archived_at IS NOT NULL) = ${archived}`,
  },
});

/** `seenBy`: only what this role may see; null: all. */
export async function listDefinitions(
  db: Db,
  query: z.output<typeof attributeQuery>,
  seenBy: string | null,
): Promise<Page<AttributeItem>> {
  const page = lists.pageSql(query);
  const { rows } = await sql<Row & KeyColumns>`
    SELECT ${COLUMNS}, ${page.keys} FROM attributes.definition
     WHERE ${page.where} AND (${seenBy === null}::boolean OR ${seenBy ?? ''} = ANY (seen_by))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, ({ page_value: _, page_id: __, ...row }) => itemOf(row));
}

/** A shop has tens of them. */
export async function presentDefinitions(db: Db | Tx): Promise<AttributeItem[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM attributes.definition WHERE archived_at IS NULL ORDER BY place, definition_id`.execute(
    db,
  );
  return rows.map(itemOf);
}

export async function allDefinitions(db: Db | Tx): Promise<AttributeItem[]> {
  const { rows } =
    await sql<Row>`SELECT ${COLUMNS} FROM attributes.definition ORDER BY place, definition_id`.execute(db);
  return rows.map(itemOf);
}

/** Locked until the caller's transaction ends. */
export async function lockDefinition(tx: Tx, id: number): Promise<AttributeItem | null> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM attributes.definition WHERE definition_id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ? itemOf(rows[0]) : null;
}

/** Null where the key is taken. */
export async function insertDefinition(tx: Tx, given: NewAttribute, at: Date): Promise<AttributeItem | null> {
  const { rows } = await sql<Row>`
    INSERT INTO attributes.definition (key, title_en, title_zh, type, required, personal, rules, options, seen_by, edited_by,
      section, place, places, created_at)
    VALUES (${given.key}, ${given.title.en}, ${given.title.zh}, ${given.type}, ${given.required}, ${given.personal},
      ${JSON.stringify(given.rules)}::jsonb, ${JSON.stringify(given.options)}::jsonb, ${given.seen_by}, ${given.edited_by},
      ${given.section}, ${given.place}, ${JSON.stringify(given.places)}::jsonb, ${at})
    ON CONFLICT (key) DO NOTHING RETURNING ${COLUMNS}`.execute(tx);
  return rows[0] ? itemOf(rows[0]) : null;
}

export async function saveDefinition(tx: Tx, to: AttributeItem): Promise<void> {
  await sql`
    UPDATE attributes.definition SET title_en = ${to.title.en}, title_zh = ${to.title.zh}, required = ${to.required},
      personal = ${to.personal}, rules = ${JSON.stringify(to.rules)}::jsonb, options = ${JSON.stringify(to.options)}::jsonb,
      seen_by = ${to.seen_by}, edited_by = ${to.edited_by}, section = ${to.section}, place = ${to.place},
      places = ${JSON.stringify(to.places)}::jsonb, archived_at = ${to.archived_at}
     WHERE definition_id = ${Number(to.id)}`.execute(tx);
}

export type ValueRow = {
  customer_id: CustomerId;
  definition_id: number;
  sealed: Buffer | null;
  set_at: Date;
  set_by: string;
};

export async function valuesOf(db: Db | Tx, profiles: readonly CustomerId[]): Promise<ValueRow[]> {
  const { rows } = await sql<ValueRow>`
    SELECT customer_id, definition_id, sealed, set_at, set_by FROM attributes.value
     WHERE customer_id = ANY(${profiles}::bigint[])`.execute(db);
  return rows;
}

export async function saveValues(
  tx: Tx,
  profile: CustomerId,
  values: readonly { definition: number; sealed: Buffer | null }[],
  { at, by }: { at: Date; by: string },
): Promise<void> {
  await sql`
    INSERT INTO attributes.value (customer_id, definition_id, sealed, set_at, set_by)
    SELECT ${profile}, definition, sealed, ${at}, ${by}
      FROM unnest(${values.map(({ definition }) => definition)}::int[], ${values.map(({ sealed }) => sealed)}::bytea[])
        AS given (definition, sealed)
    ON CONFLICT (customer_id, definition_id) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at, set_by = excluded.set_by`.execute(
    tx,
  );
}

export async function eraseValues(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM attributes.value WHERE customer_id = ${customer}`.execute(tx);
}
