import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import * as alerts from './migrations/0001-alerts.ts'
import * as anomalies from './migrations/0002-anomalies.ts'
import * as settings from './migrations/0003-settings.ts'
import * as deliveries from './migrations/0004-deliveries.ts'
import * as suppressions from './migrations/0005-suppressions.ts'
import * as revisions from './migrations/0006-revisions.ts'
import * as runs from './migrations/0007-runs.ts'
import * as intelligence from './migrations/0008-intelligence.ts'
import * as incidents from './migrations/0009-incidents.ts'
import * as tally from './migrations/0010-tally.ts'
import * as covering from './migrations/0011-covering.ts'
import * as appliedRules from './migrations/0012-applied-rules.ts'
import * as search from './migrations/0013-search.ts'
import * as words from './migrations/0014-words.ts'
import * as changes from './migrations/0015-changes.ts'

/** In their order. A file each, listed here, so that nothing is found by searching a folder. */
const migrations: Record<string, Migration> = {
  '0001-alerts': alerts,
  '0002-anomalies': anomalies,
  '0003-settings': settings,
  '0004-deliveries': deliveries,
  '0005-suppressions': suppressions,
  '0006-revisions': revisions,
  '0007-runs': runs,
  '0008-intelligence': intelligence,
  '0009-incidents': incidents,
  '0010-tally': tally,
  '0011-covering': covering,
  '0012-applied-rules': appliedRules,
  '0013-search': search,
  '0014-words': words,
  '0015-changes': changes,
}

/**
 * Brings a database up to this program's tables. @throws AppError `E_STORE_MIGRATION`, `E_STORE_UNAVAILABLE`
 * @param begin Receives what begins.
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  begin: (step: string) => void = () => {},
): Promise<void> {
  const names = Object.keys(migrations)
  const told = Object.entries(migrations).map(([name, migration]) => {
    const up: Migration['up'] = (tables) => {
      begin(`step ${names.indexOf(name) + 1} of ${names.length}, ${name.slice(5)}`)
      return migration.up(tables)
    }
    return [name, { up }]
  })
  const provider = { getMigrations: async () => Object.fromEntries(told) }
  const migrator = new Migrator({ db, provider })
  const { error } = await migrator.migrateToLatest()
  if (!error) return
  if (error instanceof AppError) throw error // The disk or another program, not the migration.
  const reason = error instanceof Error ? error.message : String(error)
  throw new AppError(
    errorCodes.E_STORE_MIGRATION,
    `the database cannot be brought up to date: ${reason}`,
    {
      fix: 'A newer version may have written it: start that version, or set DATA_DIR to another folder.',
    },
  )
}
