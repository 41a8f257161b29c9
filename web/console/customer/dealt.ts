/**
 * Sections over three columns, in their order: the tallest column as low as can be. By heights that are said beforehand and not by those
 * on the screen: nothing moves when something arrives.
 */
export function dealt<Section extends { height: number }>(sections: readonly Section[]): Section[][] {
  const tallest = (columns: Section[][]): number =>
    Math.max(...columns.map((column) => column.reduce((sum, { height }) => sum + height, 0)));
  let best: Section[][] = [[...sections]];
  const { length } = sections;
  for (let first = length; first > 0; first--) {
    for (let second = length; second >= first; second--) {
      const columns = [sections.slice(0, first), sections.slice(first, second), sections.slice(second)];
      if (tallest(columns) < tallest(best)) best = columns;
    }
  }
  return best.filter((column) => column.length > 0);
}
