import type { ExpressionBuilder, Kysely } from 'kysely'
import type { AlertFilter } from '../alert/alert-filter.ts'
import { alertWhere } from './alert-where.ts'
import type { Database } from './database.ts'

/** The parts of a filter that ask for columns of the tally. */
const tallied: ReadonlySet<string> = new Set<keyof AlertFilter>([
  'severity',
  'status',
  'kind',
  'technique',
  'capture_source',
  'capture_name',
  'suppressed',
])

/** How many alerts fit: what the tally knows is not counted. */
export async function countAlerts(db: Kysely<Database>, filter: AlertFilter): Promise<number> {
  const { total } = isTallied(filter)
    ? await tallyOf(db, filter)
        .select((eb) => eb.fn.sum<number | null>('alert.count').as('total'))
        .executeTakeFirstOrThrow()
    : await db
        .selectFrom('alert')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where((eb) => alertWhere(eb, filter))
        .executeTakeFirstOrThrow()
  return Number(total)
}

/** Whether the tally can say how many alerts fit. */
export function isTallied({ all = [], none = [], ...filter }: AlertFilter): boolean {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined)
  return asked.every(([name]) => tallied.has(name)) && [...all.flat(), ...none].every(isTallied)
}

/** The rows of the tally that fit a filter, under the name of the alerts. */
export function tallyOf(db: Kysely<Database>, filter: AlertFilter) {
  return db.selectFrom('alert_tally as alert').where((eb) => {
    // `isTallied` has seen that the filter asks for columns alone that both tables have.
    const ofAlerts = eb as unknown as ExpressionBuilder<Database, 'alert'>
    return alertWhere(ofAlerts, filter)
  })
}
