import { FigurePage } from '#decide/metrics/console';
import { ClosedMonths } from '#decide/reconciliation/console';

export default function FigureWithClosedMonths() {
  return <FigurePage below={(days) => <ClosedMonths days={days} />} />;
}
