/**
 * What the HTTP interface must know of SQL text: how to quote a literal, which parameters a statement asks for, and
 * whether it is an INSERT whose rows follow in the body. Nothing here interprets SQL beyond that.
 */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const isName = (text: string): boolean => NAME.test(text);

/** A ClickHouse string literal. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export type InsertHead = { table: string; columns: string[] | null; format: string };

const INSERT = /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)\s*(?:\(([^()]*)\))?\s*FORMAT\s+(\w+)\s*;?\s*$/i;

/** The head of `INSERT INTO t (a, b) FORMAT f`, or null for any other statement. */
export function insertHead(sql: string): InsertHead | null {
  const [, table, columns, format] = INSERT.exec(sql) ?? [];
  if (!table || !format) return null;
  const bare = (name: string): string => name.trim().replaceAll('`', '');
  return { table: bare(table), columns: columns ? columns.split(',').map(bare) : null, format };
}

const WRITES = /^[\s(]*(INSERT|CREATE|DROP|ALTER|EXCHANGE|RENAME|DELETE|OPTIMIZE|TRUNCATE|SYSTEM|KILL)\b/i;

export const isWrite = (sql: string): boolean => WRITES.test(sql);

// Strings, quoted identifiers and comments are skipped, so that a brace inside them is not taken for a parameter.
const TOKEN =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*:/g;

/** Names of the `{name:Type}` parameters a statement asks for. */
export function parametersOf(sql: string): string[] {
  const names = new Set<string>();
  for (const match of sql.matchAll(TOKEN)) if (match[1]) names.add(match[1]);
  return [...names];
}
