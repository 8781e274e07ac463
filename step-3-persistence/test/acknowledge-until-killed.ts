import { printFailure } from 'step-2-capture'
import { openPersistence } from '../src/persistence.ts'
import { makeDetection } from './detections.ts'

/** Acknowledges one alert after the other, and says so only when the store has said so. */
// Its input ends with the process that started it, however that ends.
process.stdin.resume().once('end', () => process.exit())
const [dataFolder = '', round = ''] = process.argv.slice(2)
const { alerts, config, writer } = await openPersistence(
  { dataFolder, now: () => new Date(), log: printFailure },
  new AsyncDisposableStack(), // Never unwound: it ends by being killed, or left alone.
)
let created: readonly { alert_id: string }[] = []
writer.onAlerts((result) => {
  created = result.created
})
for (let index = 0; ; index++) {
  const kinds = Array.from({ length: 20 }, (_, kind) => `${round}-${index}-${kind}`)
  writer.take(
    kinds.map((kind) => makeDetection({ detection_id: kind, kind })),
    `run-${round}`,
  )
  await writer.settled()
  await config.change({ cooldown_seconds: index }, new Date())
  for (const { alert_id } of created) {
    const change = { status: 'acknowledged', note: alert_id, author: 'child' } as const
    await alerts.change({ kind: 'ids', alertIds: [alert_id] }, { ...change, now: new Date() })
    process.stdout.write(`${alert_id}\n`)
  }
}
