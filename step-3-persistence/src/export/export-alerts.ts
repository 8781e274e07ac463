import type { AlertFilter } from '../alert/alert-filter.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertFormat } from './alert-format.ts'

/** Alerts read at a time; some 2 MB, whatever the size of the export. */
const pageSize = 500

/**
 * Writes all alerts that match, oldest first, page by page. The order is that of their creation,
 * which never changes, so what comes or changes meanwhile moves nothing.
 */
export async function* exportAlerts(
  alerts: AlertStore,
  filter: AlertFilter,
  format: AlertFormat,
): AsyncGenerator<string> {
  const writer = format.start()
  yield writer.head
  let after: Awaited<ReturnType<AlertStore['list']>>['next'] | undefined
  while (after !== null) {
    const page = await alerts.list({
      filter,
      sort: 'created_at',
      order: 'asc',
      limit: pageSize,
      ...(after ? { after } : {}),
    })
    if (page.alerts.length > 0) yield page.alerts.map((alert) => writer.entry(alert)).join('')
    after = page.next
  }
  yield writer.tail
}
