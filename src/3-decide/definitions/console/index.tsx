/** What other pages build definitions with: rows or text, whatever the definition is for. */
export { DefinitionBuilder } from './builder.tsx';
export type { Choice } from './choices.ts';
export { faultsOf, type Query, queryOf, written } from './draft.ts';
export { TextEditor } from './text-editor.tsx';
export { useReading } from './text-row.tsx';
