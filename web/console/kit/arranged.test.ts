import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangedSections, moved, toggled } from './arranged.ts';
import { chosenColumns, colsOf } from './list/chosen-columns.ts';

const RUNS = process.env.REGULARS_NIGHT ? 100_000 : 300;
const columns = [{ id: 'name' }, { id: 'email' }, { id: 'spent' }, { id: 'city', optional: true }];
const ids = columns.map(({ id }) => id);

describe('chosen columns', () => {
  it('are the usual ones where the address says nothing, or nothing the list knows', () => {
    const usual = ['name', 'email', 'spent'];
    for (const cols of [undefined, '', ',', 'gone,neither'])
      expect(chosenColumns(columns, cols)).toEqual(usual);
  });

  it('stand in the order of the address, each once', () => {
    expect(chosenColumns(columns, 'city,name,city,gone')).toEqual(['city', 'name']);
  });

  it('leave the address empty when they are as usual, and say another order of the same ones', () => {
    expect(colsOf(columns, ['name', 'email', 'spent'])).toBeNull();
    expect(colsOf(columns, ['email', 'name', 'spent'])).toBe('email,name,spent');
    expect(colsOf(columns, [])).toBeNull();
  });
});

describe('an arrangement', () => {
  it('puts what is shown again where it usually stands', () => {
    expect(toggled(ids, ['name', 'spent'], 'email')).toEqual(['name', 'email', 'spent']);
    expect(toggled(ids, ['spent', 'name'], 'city')).toEqual(['spent', 'name', 'city']);
    expect(toggled(ids, ['name', 'spent'], 'name')).toEqual(['spent']);
  });

  it('stops at the edges', () => {
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 'b', 1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
  });

  it('loses nothing and doubles nothing, whatever is pressed, and the address brings it back', () => {
    const press = fc.record({ id: fc.constantFrom(...ids), act: fc.constantFrom('toggle', 'up', 'down') });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 30 }), (presses) => {
        let shown = chosenColumns(columns, undefined);
        for (const { id, act } of presses) {
          const before = shown;
          shown = act === 'toggle' ? toggled(ids, shown, id) : moved(shown, id, act === 'up' ? -1 : 1);
          if (act !== 'toggle') expect([...shown].sort()).toEqual([...before].sort());
          expect(new Set(shown).size).toBe(shown.length);
          if (shown.length > 0)
            expect(chosenColumns(columns, colsOf(columns, shown) ?? undefined)).toEqual(shown);
        }
      }),
      { numRuns: RUNS },
    );
    console.log(`arrangements: ${RUNS} runs`);
  });
});

describe('sections of a page', () => {
  const all = ['identity', 'orders', 'timeline'];

  it('are as usual where nothing was chosen', () => {
    expect(arrangedSections(all, undefined)).toEqual(all);
  });

  it('come in the chosen order without the hidden ones; new ones stand at the end, gone ones nowhere', () => {
    const arrangement = { shown: ['timeline', 'gone', 'orders'], hidden: ['identity'] };
    expect(arrangedSections(all, arrangement)).toEqual(['timeline', 'orders']);
    expect(arrangedSections([...all, 'looks'], arrangement)).toEqual(['timeline', 'orders', 'looks']);
  });
});
