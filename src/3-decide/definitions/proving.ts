/** The proofs, loaded only by those who ask for them: drawing cases needs a library that the product does not. */
import type { Lake } from '#platform/lake';
import type { Language } from './language.ts';
import type { Verdict } from './referee/referee.ts';
import type { Replayed } from './replay/replay.ts';

export const proving = {
  async referee(lake: Lake, asked: { seed: number; cases: number }): Promise<Verdict> {
    const { referee } = await import('./referee/referee.ts');
    return await referee(lake, asked);
  },
  async replay(lake: Lake, language: Language, lines: readonly string[]): Promise<Replayed[]> {
    const { replay } = await import('./replay/replay.ts');
    return await replay(lake, language, lines);
  },
};
