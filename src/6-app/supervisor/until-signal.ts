const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_MS = 500;

/**
 * Resolves at the first signal to stop; later ones change nothing: npm passes on a Ctrl-C that the terminal had sent to everybody. Under
 * npm, also when npm was killed: whoever killed it meant us.
 */
export function untilSignal(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const parent = process.ppid;
  return new Promise((stop) => {
    for (const signal of SIGNALS) process.on(signal, () => stop());
    if (env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && stop(), LOOK_MS).unref();
  });
}
