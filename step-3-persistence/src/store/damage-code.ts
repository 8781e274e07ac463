/** SQLITE_CORRUPT, a page that is none, and SQLITE_NOTADB (https://sqlite.org/rescode.html). */
const damageCodes: readonly number[] = [11, 26]

/** Whether SQLite met damage: the lowest byte of a result code is the primary one. */
export function isDamage(errcode: unknown): boolean {
  return typeof errcode === 'number' && damageCodes.includes(errcode & 0xff)
}
