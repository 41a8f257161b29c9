/**
 * The kit of the console: what a module's pages are built from, so that having used one page one can use all. A module imports it as
 * `#console/kit`; it knows no module.
 */
export {
  ApiProblem,
  address,
  api,
  CARD_REMOVED,
  type Page as ApiPage,
  type Query,
  SESSION_OVER,
} from './api.ts';
export { ArrangePage, useArranged } from './arrange-page.tsx';
export { Chart, type ChartProps } from './chart.tsx';
export { Confirm } from './confirm.tsx';
export { Copyable, CopyIcon, Snippet } from './copy.tsx';
export { Empty } from './empty.tsx';
export { useSending } from './form.tsx';
export { Instant, relative, useNow } from './instant.tsx';
export { JsonEditor } from './json-editor.tsx';
export { listenToKeys, type Shortcut, useKey, useKeySheet } from './keys.ts';
export type { Column, Filter } from './list/column.ts';
export { ListPage } from './list/list-page.tsx';
export { FilterInput } from './list/toolbar.tsx';
export { Mark, type Tone } from './mark.tsx';
export type { Page, Section } from './page.ts';
export { PageFrame, PageSkeleton } from './page-frame.tsx';
export { Panel } from './panel.tsx';
export { ProblemNote, useSentence } from './problem.tsx';
export { mayOpen, meQuery, type Role, useMe } from './session.ts';
export { parseSearch, stringifySearch, useUrlState } from './url-state.ts';
export { JsonView, Mono, Verbatim, visible } from './verbatim.tsx';
export { useWords } from './words.ts';
