/**
 * What the machine says of itself: health in words for people (`/healthz`, the health page), figures for Prometheus
 * (`/metrics`), and a log without personal values.
 */
export type HealthLevel = 'ok' | 'warning' | 'failing';
export type HealthReport = {
  /** `lake`, `disk`, `backup`: stable. */
  name: string;
  level: HealthLevel;
  /** One sentence in each language. */
  en: string;
  zh: string;
  /** Figures behind the sentence. */
  figures?: Record<string, number | string | null>;
};
export type HealthCheck = () => Promise<HealthReport>;

export { groundChecks } from './checks.ts';
export { type Disk, type DiskState, diskLimits, watchDisk } from './disk.ts';
export { type Lag, watchLag } from './lag.ts';
export { createLogger, describeError } from './logger.ts';
export { telemetryRoutes } from './routes.ts';
