import type { ExpressionBuilder, Kysely } from 'kysely'
import type { AlertFilter } from '../alert/alert-filter.ts'
import { alertWhere, type StoredFilter } from './alert-where.ts'
import type { ColumnQuestions } from './columns/columns-messages.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
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

/** Fewer alerts than this are counted in SQL within some 50 ms, whatever is asked. */
const columnsRowCountMin = 5_000

/**
 * What columns in memory say of the alerts that fit a filter; undefined where an index leads to those,
 * where there are too few alerts for columns to be worth their room, and where they say nothing.
 */
export async function askColumns<Name extends keyof ColumnQuestions>(
  db: Kysely<Database>,
  columns: ColumnCounter | undefined,
  name: Name,
  asked: ColumnQuestions[Name]['asked'] & { readonly filter: StoredFilter },
): Promise<ColumnQuestions[Name]['answer'] | undefined> {
  if (!columns || isNarrow(asked.filter)) return undefined
  if ((await countTallied(db, {})) < columnsRowCountMin) return undefined
  return columns.ask(name, asked)
}

/** How many alerts fit: what the tally knows is not counted, and texts of many are not read. */
export async function countAlerts(
  db: Kysely<Database>,
  filter: StoredFilter,
  columns?: ColumnCounter,
): Promise<number> {
  if (isTallied(filter)) return countTallied(db, filter)
  const known = await askColumns(db, columns, 'count', { filter })
  if (known !== undefined) return known
  const { total } = await db
    .selectFrom('alert')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where((eb) => alertWhere(eb, filter))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Whether an index leads to the alerts: their numbers, rare words, or a host. */
function isNarrow({ ids, candidates, source, target, host }: StoredFilter): boolean {
  const isHost = (names: readonly string[] | undefined) =>
    names?.some((name) => !name.includes('/'))
  const hasIndex = ids !== undefined || candidates !== undefined
  return hasIndex || [source, target, host].some((names) => isHost(names) === true)
}

async function countTallied(db: Kysely<Database>, filter: AlertFilter): Promise<number> {
  const { total } = await tallyOf(db, filter)
    .select((eb) => eb.fn.sum<number | null>('alert.count').as('total'))
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
