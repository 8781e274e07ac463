import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openDatabase } from '../src/store/open-database.ts'
import { SqlAlertStore } from '../src/store/sql-alert-store.ts'

/** Kills in one run of the test; `CRASH_ROUNDS=100` for a long one. */
const roundCount = Number(process.env.CRASH_ROUNDS ?? 12)
const script = new URL('./acknowledge-until-killed.ts', import.meta.url).pathname

it('loses nothing that was acknowledged when it is killed', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'step-3-crash-'))
  const acknowledged: string[] = []
  for (let round = 0; round < roundCount; round++) {
    // Spread over the life of the child: in a batch, between two, and while it starts.
    acknowledged.push(...(await killAfter((round * 37) % 101, folder, round)))
  }
  const db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  expect(check.rows).toEqual([{ integrity_check: 'ok' }])
  const orphans = await sql`pragma foreign_key_check`.execute(db)
  expect(orphans.rows).toEqual([])
  const alerts = new SqlAlertStore(db)
  expect(acknowledged.length).toBeGreaterThan(roundCount)
  for (const id of acknowledged) {
    const found = await alerts.get(id)
    expect(found).toMatchObject({ status: 'acknowledged', notes: [{ text: id, author: 'child' }] })
    expect(found?.history.map((entry) => entry.action)).toEqual(['created', 'status'])
  }
  await db.destroy()
  await rm(folder, { recursive: true })
})

/** Runs the child until it has acknowledged `count` alerts; returns every id that it printed. */
async function killAfter(count: number, folder: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, folder, String(round)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line)
    if (ids.length >= count) child.kill('SIGKILL')
  }
  const [, signal] = await closed
  expect(signal).toBe('SIGKILL')
  // The last line may be cut in the middle by the kill.
  return ids.filter((id) => id.length === 24)
}
