import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { isDamage } from './damage-code.ts'

/*
 * Reads every page of the database once, with a connection of its own; `StoreDamage` starts it. It
 * takes table after table, so that no reading holds up the write-ahead log for long, and ends at the
 * first fault (https://sqlite.org/pragma.html#pragma_quick_check).
 */
const port = parentPort
if (!port) throw new Error('check-database-worker.ts is started by StoreDamage, not by hand')
// Only StoreDamage starts it, with the path of the file.
const database = new DatabaseSync(workerData as string, { readOnly: true })
const fault = firstFault()
database.close()
if (fault !== undefined) port.postMessage(fault)

function firstFault(): string | undefined {
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
    for (const { name } of tables) {
      const quoted = `"${String(name).replaceAll('"', '""')}"`
      const [row] = database.prepare(`pragma quick_check(${quoted})`).all()
      const found = String(Object.values(row ?? {})[0] ?? 'ok')
      if (found !== 'ok') return found.replaceAll('\n', ' ')
    }
    return undefined
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string }
    // A file that is busy is not damaged.
    return isDamage(errcode) ? message : undefined
  }
}
