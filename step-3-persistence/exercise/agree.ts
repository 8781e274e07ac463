// Read by tsc alone: starters export what the product's files do, so that one can stand for the other.
import type * as groupKey from '../src/alert/group-key.ts'
import type * as severityScore from '../src/alert/severity-score.ts'
import type * as listAlerts from '../src/store/list-alerts.ts'
import type * as memoryAlertStore from '../src/store/memory-alert-store.ts'
import * as groupKeyStarter from './alert/group-key.ts'
import * as severityScoreStarter from './alert/severity-score.ts'
import * as listAlertsStarter from './store/list-alerts.ts'
import * as memoryAlertStoreStarter from './store/memory-alert-store.ts'

groupKeyStarter satisfies Public<typeof groupKey>
severityScoreStarter satisfies Public<typeof severityScore>
listAlertsStarter satisfies Public<typeof listAlerts>
memoryAlertStoreStarter satisfies Public<typeof memoryAlertStore>

/** Classes count by what they offer, since private parts belong to one class alone. */
type Public<Module> = {
  [Name in keyof Module]: Module[Name] extends new (
    ...given: infer Given
  ) => infer Made
    ? new (
        ...given: Given
      ) => { [Part in keyof Made]: Made[Part] }
    : Module[Name]
}
