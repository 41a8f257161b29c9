/** ECharts, loaded only where a picture is shown. Its words are drawn, never HTML: names of a shop's customers may stand in them. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartProps } from './chart.tsx';

use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** Returns what ends it. */
export function drawChart(
  node: HTMLElement,
  { points, shape, words }: Pick<ChartProps, 'points' | 'shape' | 'words'>,
): () => void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  // It empties its ground by `innerHTML = ''`, which no page of ours may: Trusted Types let nobody write HTML.
  Object.defineProperty(node, 'innerHTML', {
    configurable: true,
    get: () => '',
    set: () => node.replaceChildren(),
  });
  const chart = init(node, null, { renderer: 'canvas' });
  const quiet = { color: colour('--rg-quiet'), fontFamily: getComputedStyle(document.body).fontFamily };
  const names = points.map(({ key }) => key);
  const category = {
    type: 'category' as const,
    data: names,
    axisLabel: { ...quiet, hideOverlap: true },
    axisLine: { lineStyle: { color: colour('--rg-line-strong') } },
    axisTick: { show: false },
  };
  const value = {
    type: 'value' as const,
    axisLabel: { ...quiet, formatter: words, hideOverlap: true },
    splitLine: { lineStyle: { color: colour('--rg-line') } },
    splitNumber: 4,
  };
  const lying = shape === 'bars';
  chart.setOption({
    animation: false,
    // The last name of a line stands under its last point, half of it beyond.
    grid: { left: 8, right: lying ? 16 : 40, top: 12, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      valueFormatter: (one: unknown) => (typeof one === 'number' ? words(one) : '—'),
    },
    xAxis: lying ? value : category,
    yAxis: lying ? { ...category, inverse: true } : value,
    series: [
      {
        type: lying ? 'bar' : 'line',
        data: points.map((point) => point.value),
        itemStyle: { color: colour('--rg-accent-5') },
        lineStyle: { width: 2 },
        showSymbol: points.length < 40,
        barMaxWidth: 22,
        ...(!lying && { areaStyle: { opacity: 0.08 } }),
      },
    ],
  });
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(node);
  return () => {
    sizes.disconnect();
    chart.dispose();
  };
}
