import { readFile } from 'node:fs/promises'

/** `unknown` where the system does not tell: it has no /proc, or the process has ended. */
export type ProcessState = 'stopped' | 'runs' | 'unknown'

/** Whether a process was stopped by a signal or a debugger, as Linux tells in /proc; see proc_pid_stat(5). */
export async function processState(pid: number): Promise<ProcessState> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)
  if (text === undefined) return 'unknown'
  // The name of the program stands in brackets before the state, and may hold brackets itself.
  const state = text.charAt(text.lastIndexOf(')') + 2)
  return state === 'T' || state === 't' ? 'stopped' : 'runs'
}
