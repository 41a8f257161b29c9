import { useQuery } from '@tanstack/react-query';
import { type ApiPage, api, useWords } from '#console/kit';
import type { MetricItem } from '../contract.ts';

export const useMetrics = () =>
  useQuery({
    queryKey: ['/api/metrics'],
    queryFn: ({ signal }) => api.get<ApiPage<MetricItem>>('/api/metrics', { signal }),
    staleTime: 3_600_000,
  });

/** A figure in the reader's language: money in minor units, a number, a share between 0 and 1. */
export function useFigureWords(): (unit: MetricItem['unit'], value: number, currency: string) => string {
  const { number, money, share } = useWords();
  return (unit, value, currency) =>
    unit === 'money' ? money(value, currency) : unit === 'share' ? share(value) : number(value);
}

type Props = { unit: MetricItem['unit']; value: number | null; currency: string };

export function FigureValue({ unit, value, currency }: Props) {
  const words = useFigureWords();
  return value === null ? '—' : words(unit, value, currency);
}
