/** A picture of values over days, months or names, with the same values as a table behind it: for screen readers, and for who doubts. */
import { Trans } from '@lingui/react/macro';
import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import css from './chart.module.css';

export type ChartProps = {
  /** What question it answers. */
  title: string;
  /** What stands in the first column of the table. */
  over: string;
  points: readonly { key: string; value: number | null }[];
  shape: 'line' | 'bars';
  words(value: number): string;
};

export function Chart({ title, over, points, shape, words }: ChartProps) {
  const ground = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const node = ground.current;
    if (!node) return;
    let gone = false;
    let end = (): void => {};
    void import('./draw-chart.ts').then(({ drawChart }) => {
      if (gone) return;
      end = drawChart(node, { points, shape, words });
      setReady(true);
    });
    return () => {
      gone = true;
      end();
    };
  }, [points, shape, words, scheme]);
  return (
    <figure style={{ margin: 0 }} aria-label={title}>
      {!ready && <Skeleton h={260} style={{ position: 'absolute' }} w="90%" />}
      <div ref={ground} className={css.chart} aria-hidden />
      <details className={css.table}>
        <summary>
          <Trans>As a table</Trans>
        </summary>
        <div className={css.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">{over}</th>
                <th scope="col">{title}</th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ key, value }) => (
                <tr key={key}>
                  <td>{key}</td>
                  <td>{value === null ? '—' : words(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
