/** What every row's editor is given. A field without a value yet is null or empty: then the definition is not finished. */
import type { Choices } from './choices.ts';

export type EditorProps<C> = { condition: C; onChange(condition: C): void; choices: Choices };
