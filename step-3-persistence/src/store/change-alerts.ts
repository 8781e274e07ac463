import type { Insertable, Transaction } from 'kysely'
import type { AlertStatus } from '../alert/alert.ts'
import type { AlertChange, ChangeResult } from '../alert/alert-store.ts'
import type { EntryCounts } from './alert-row.ts'
import { chunkRowCount, inChunks } from './chunks.ts'
import type { AlertHistoryTable, AlertNoteTable, Database } from './database.ts'

export interface ChangeableRow extends EntryCounts {
  readonly alert_id: string
  readonly status: string
}

/** Sets the status of the rows that have another one, and adds the note to all of them. */
export async function changeAlerts(
  tx: Transaction<Database>,
  rows: readonly ChangeableRow[],
  { status, note, author, now }: AlertChange,
): Promise<ChangeResult['changed']> {
  const epoch = now.getTime() / 1000
  const moved = rows.filter((row) => status !== undefined && row.status !== status)
  if (status !== undefined) {
    const history = moved.map((row) => ({ ...statusEntry(row, status), author, epoch }))
    await insertHistory(tx, history)
    await inChunks(moved, async (some) => {
      await tx
        .updateTable('alert')
        .set((eb) => ({
          status,
          updated_epoch: epoch,
          history_count: eb('history_count', '+', 1),
        }))
        .where('alert_id', 'in', idsOf(some))
        .execute()
      return []
    })
  }
  if (note !== undefined) await addNotes(tx, rows, { text: note, author, epoch })
  const changed = note === undefined ? moved : rows
  return changed.map((row) => ({ alert_id: row.alert_id, from: row.status as AlertStatus }))
}

export async function insertHistory(
  tx: Transaction<Database>,
  entries: readonly Insertable<AlertHistoryTable>[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += chunkRowCount) {
    const some = entries.slice(start, start + chunkRowCount)
    await tx.insertInto('alert_history').values(some).execute()
  }
}

function statusEntry(row: ChangeableRow, status: AlertStatus) {
  return {
    alert_id: row.alert_id,
    sequence: row.history_count + 1,
    action: 'status',
    from: row.status,
    to: status,
  }
}

async function addNotes(
  tx: Transaction<Database>,
  rows: readonly ChangeableRow[],
  note: Pick<AlertNoteTable, 'text' | 'author' | 'epoch'>,
): Promise<void> {
  await inChunks(rows, async (some) => {
    const notes = some.map((row) => ({
      alert_id: row.alert_id,
      sequence: row.note_count + 1,
      ...note,
    }))
    await tx.insertInto('alert_note').values(notes).execute()
    await tx
      .updateTable('alert')
      .set((eb) => ({ updated_epoch: note.epoch, note_count: eb('note_count', '+', 1) }))
      .where('alert_id', 'in', idsOf(some))
      .execute()
    return []
  })
}

function idsOf(rows: readonly ChangeableRow[]): string[] {
  return rows.map((row) => row.alert_id)
}
