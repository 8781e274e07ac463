import type { Exercise } from '../exercise.ts'

export const memoryStore: Exercise = {
  id: 'memory-store',
  step: 3,
  title: 'A whole alert store on a Map, against the contract',
  minutes: 60,
  package: 'step-3-persistence',
  file: 'store/memory-alert-store.ts',
  tests: ['src/store/memory-alert-store.test.ts'],
  hints: [
    'merge: a Map from detection_id to the judged detection with the highest revision; then a key of run and detection id for #seen (JSON.stringify([runId, id]) cannot be confused); then a Map from alert id to the list of those that join.',
    'foldDetections(kept?.record, joining, batch) gives { record, outcome, history }. Its history entries lack sequence and at; sequence goes on from the entries that there are. Keep storableRecord(record), and return shownAlert(record) in the list of the outcome.',
    'list: filter, then { value, alert_id, record } for each, then one compare function for sorting and for `after`: sign * (value - value, or by alert_id where that is 0). A row is behind the position where compare(row, after) > 0.',
    'change: find the records first (ids without doubles, or the filter, whose number is checked), then those that change: note !== undefined || status differs. Only then touch the Map; the answer needs the status before.',
    'prune: an alert goes when updated_at is before untouchedBefore, or when it is resolved or false_positive and before decidedBefore. Then sort what is left, decided first and untouched for longest first, and delete size - alertCountMax of them.',
  ],
  mistakes: [
    {
      mistake: 'takes an older revision',
      in: 'if (before && before.revision >= detection.revision) continue',
      by: 'if (before && before.revision === detection.revision) continue',
      caughtBy: 'never goes back to an older revision, nor counts one twice',
    },
    {
      mistake: 'takes the same detection twice',
      in: 'if (before && before.revision >= detection.revision) continue',
      by: '',
      caughtBy: 'counts a detection once in a run, however often it is sent',
    },
    {
      mistake: 'mixes the detections of all runs',
      in: 'JSON.stringify([runId, detection.detection_id])',
      by: 'JSON.stringify([detection.detection_id])',
      caughtBy: 'counts a detection again in another run',
    },
    {
      mistake: 'takes the last revision of a batch, not the highest',
      in: 'if (revision > (latest.get(detection_id)?.detection.revision ?? 0))',
      by: 'if (revision > 0)',
      caughtBy: 'takes the highest revision of a batch, in whatever order it comes',
    },
    {
      mistake: 'counts an update as one more detection',
      in: '{ ...one, isUpdate: hasJoined }',
      by: '{ ...one, isUpdate: false }',
      caughtBy: 'changes what the alert says, and not how many detections it has',
    },
    {
      mistake: 'makes alerts of what is normal',
      in: 'if (!makesAlert) continue',
      by: '',
      caughtBy: 'puts what is normal on record without an alert',
    },
    {
      mistake: 'numbers the history from 1 at each merge',
      in: 'sequence: entries.length + 1, at',
      by: 'sequence: 1, at',
      caughtBy: 'reopens a resolved alert when the matter goes on',
    },
    {
      mistake: 'repeats the last row of a page',
      in: 'one.alert_id !== after.alert_id && ',
      by: '',
      caughtBy: 'lists each alert once, sorted by last_seen, up and down',
    },
    {
      mistake: 'gives the position of the first row of a page',
      in: 'found.length > limit ? page.at(-1) : undefined',
      by: 'found.length > limit ? page.at(0) : undefined',
      caughtBy: 'neither repeats nor skips an alert while others come in',
    },
    {
      mistake: 'leads to an empty page behind a last one that is full',
      in: 'found.length > limit ? page.at(-1) : undefined',
      by: 'found.length >= limit ? page.at(-1) : undefined',
      caughtBy: 'says that a page is the last one, also where it is full',
    },
    {
      mistake: 'does not check how many alerts a filter means',
      in: "if (target.kind === 'filter') checkChangeCount(found.length, target.expectedCount)",
      by: '',
      caughtBy: 'changes all that match a filter, if they are as many as were seen',
    },
    {
      mistake: 'touches alerts that have the status already',
      in: '(status !== undefined && record.status !== status)',
      by: 'status !== undefined',
      caughtBy: 'does nothing for a status that it has, and names ids that are not there',
    },
    {
      mistake: 'forgets undecided alerts before decided ones',
      in: 'Number(isDecided(other)) - Number(isDecided(one)) ||',
      by: 'Number(isDecided(one)) - Number(isDecided(other)) ||',
      caughtBy: 'keeps the newest when there are too many, decided ones going first',
    },
    {
      mistake: 'forgets alerts though there are less than there may be',
      in: 'Math.max(0, this.#alerts.size - alertCountMax)',
      by: 'this.#alerts.size - alertCountMax',
      caughtBy: 'keeps the newest when there are too many, decided ones going first',
    },
  ],
}
