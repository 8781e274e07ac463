/** Ctrl-C, `kill`, and the closing of the terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `close` at the first signal; the process then ends by itself, because nothing is open.
 * A second signal ends it at once. For the `server.ts` of each step.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  const onSignal = () => {
    for (const signal of signals) process.off(signal, onSignal)
    close().catch((error: unknown) => {
      console.error(error)
      process.exitCode = 1
    })
  }
  for (const signal of signals) process.on(signal, onSignal)
}
