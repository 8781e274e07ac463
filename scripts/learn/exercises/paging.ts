import type { Exercise } from '../exercise.ts'

export const paging: Exercise = {
  id: 'paging',
  step: 3,
  title: 'Pages by position, while alerts come in',
  minutes: 30,
  package: 'step-3-persistence',
  file: 'store/list-alerts.ts',
  tests: ['src/store/sql-alert-store.test.ts'],
  testNames: 'paging',
  hints: [
    "Write the first page alone, without after: db.selectFrom('alert').innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id').selectAll('alert').select('alert_body.statement'), then where, two orderBy, limit.",
    'Two orderBy, both with `order`: by sortColumns[sort], then by alert.alert_id. With limit(limit + 1), rows.length > limit says that more follow; show rows.slice(0, limit).',
    "Behind the position is a comparison of pairs: (value, id) < (after.value, after.alert_id) where order is 'desc', > where it is 'asc'. SQL compares pairs from the left, as a dictionary does.",
    "In Kysely: .where((eb) => eb(eb.refTuple(column, 'alert.alert_id'), order === 'desc' ? '<' : '>', eb.tuple(after.value, after.alert_id))). next is { value: last[valueColumns[sort]], alert_id: last.alert_id } of the last row that is shown.",
  ],
  mistakes: [
    {
      mistake: 'looks at the value alone, so that rows with the same are skipped',
      in: "eb(eb.refTuple(column, 'alert.alert_id'), comparison, eb.tuple(after.value, after.alert_id))",
      by: 'eb(eb.ref(column), comparison, after.value)',
      caughtBy: 'lists each alert once, sorted by severity, up and down',
    },
    {
      mistake: 'goes the same way in both directions',
      in: "order === 'desc' ? '<' : '>'",
      by: "order === 'desc' ? '<' : '<'",
      caughtBy: 'lists each alert once, sorted by last_seen, up and down',
    },
    {
      mistake: 'includes the row at the position',
      in: "order === 'desc' ? '<' : '>'",
      by: "order === 'desc' ? '<=' : '>='",
      caughtBy: 'lists each alert once, sorted by last_seen, up and down',
    },
    {
      mistake: 'does not know whether more follow',
      in: '.limit(limit + 1)',
      by: '.limit(limit)',
      caughtBy: 'lists each alert once, sorted by last_seen, up and down',
    },
    {
      mistake: 'leads to an empty page behind a last one that is full',
      in: 'rows.length > limit ? shown.at(-1) : undefined',
      by: 'rows.length >= limit ? shown.at(-1) : undefined',
      caughtBy: 'says that a page is the last one, also where it is full',
    },
    {
      mistake: 'shows the row that was only asked for to know',
      in: 'rows.slice(0, limit)',
      by: 'rows',
      caughtBy: 'lists each alert once, sorted by last_seen, up and down',
    },
    {
      mistake: 'gives the position of another column',
      in: 'last[valueColumns[sort]]',
      by: 'last.first_seen_epoch',
      caughtBy: 'lists each alert once, sorted by score, up and down',
    },
    {
      mistake: 'sorts ties the same way in both directions',
      in: ".orderBy('alert.alert_id', order)\n    .execute()",
      by: ".orderBy('alert.alert_id', 'asc')\n    .execute()",
      caughtBy: 'lists each alert once, sorted by severity, up and down',
    },
  ],
}
