import { FlowDatabase } from '../src/flow-store/flow-database.ts'
import { batchOf } from '../test/flow-batches.ts'

/*
 * Fills a folder of flows as a network of 800 hosts makes them, hour by hour, through the flow store:
 * `make-flows.ts FOLDER FLOWS HOURS START_MS`. `.ci/long` asks what it has made.
 */
const [folder = '', ...numbers] = process.argv.slice(2)
const [flowCount = 0, hourCount = 1, startMs = 0] = numbers.map(Number)
const batchSize = 5_000

let state = 54_321
/** A whole number below `limit`, the same in each run. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

const own = () => `10.0.${random(4)}.${1 + random(200)}`
const remote = () => `${20 + random(60)}.${random(200)}.${random(250)}.${1 + random(12)}`
const siteName = () => `host${random(3_000)}.example.org`

const database = await FlowDatabase.open(folder)
const perHour = Math.ceil(flowCount / hourCount)
let cpuMs = 0
for (let hour = 0; hour < hourCount; hour++) {
  const now = new Date(startMs + hour * 3_600_000)
  for (let from = 0; from < perHour; from += batchSize) {
    const batch = someFlows(Math.min(batchSize, perHour - from), hour)
    const before = process.cpuUsage()
    await database.append(batch, { runId: `run-${Math.floor(hour / 24)}`, now })
    const { user, system } = process.cpuUsage(before)
    cpuMs += (user + system) / 1000
  }
  await database.write(now)
  await database.merge(new Date(now.getTime() + 3_600_000))
  if (hour % 24 === 23) console.log(`${(hour + 1) * perHour} flows`)
}
const bytes = database.files.reduce((sum, file) => sum + file.bytes, 0)
const count = database.files.reduce((sum, file) => sum + file.flow_count, 0)
database.close()
console.log(`figure: flows ${count}`)
console.log(`figure: flows taken a CPU-second ${Math.round((count / cpuMs) * 1000)}`)
console.log(`figure: bytes a flow ${Math.round(bytes / count)}`)

function someFlows(count: number, hour: number) {
  const flows = Array.from({ length: count }, (_, index) => {
    const kind = random(10)
    const seconds = (startMs - 1.7e12) / 1000 + hour * 3_600 + (3_600 * index) / count
    const between = { source: own(), target: random(3) === 0 ? own() : remote(), seconds }
    if (kind < 5) {
      const tlsServerName = siteName()
      const client = random(40)
      const print = { ja3: client.toString(16).padStart(32, '0'), ja4: `t13d1516h2_${client}` }
      return { ...between, port: 443, application: 1, tlsServerName, name: tlsServerName, ...print }
    }
    if (kind < 7) return { ...between, port: 53, name: siteName() }
    if (kind < 9) return { ...between, port: 80, urls: [`http://${siteName()}/${random(100)}`] }
    return { ...between, port: 1 + random(10_000), end: 'idle' as const }
  })
  return batchOf(...flows)
}
