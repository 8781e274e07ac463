import { openDuckDb, quoted } from '../src/flow-store/duckdb.ts'
import { FlowDatabase } from '../src/flow-store/flow-database.ts'
import { FlowFiles, hourOf } from '../src/flow-store/flow-files.ts'
import { writeFlowFile } from '../src/flow-store/write-flow-file.ts'
import { batchOf } from '../test/flow-batches.ts'

/*
 * Fills a folder of flows as a network of 800 hosts makes them, hour by hour: `make-flows.ts FOLDER
 * FLOWS HOURS START_MS`. `.ci/long` asks what it has made. The first hours go through the flow store;
 * each further one is written by the store's own function out of one of those, with other addresses
 * and times, which is 20 times faster. What the files look like is compared.
 */
const [folder = '', ...numbers] = process.argv.slice(2)
const [flowCount = 0, hourCount = 1, startMs = 0] = numbers.map(Number)
const batchSize = 5_000
/** As many go through the store: each hour of the day would not differ more. */
const patternCount = Math.min(hourCount, 4)

/** 10.0.0.0/16 in the lower half of an IPv6-mapped address, without its last 16 bits. */
const ownLow = 0xffff_0a00

let state = 54_321
/** A whole number below `limit`, the same in each run. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

const own = () => `10.0.${random(4)}.${1 + random(200)}`
const remote = () => `${20 + random(60)}.${random(200)}.${random(250)}.${1 + random(12)}`
const siteName = () => `host${random(3_000)}.example.org`

const perHour = Math.ceil(flowCount / hourCount)
await takePatterns()
await writeLikePatterns()
const { all } = FlowFiles.open(folder)
const sumOf = (part: 'bytes' | 'flow_count') => all.reduce((sum, file) => sum + file[part], 0)
console.log(`figure: flows ${sumOf('flow_count')}`)
console.log(`figure: bytes a flow ${Math.round(sumOf('bytes') / sumOf('flow_count'))}`)

async function takePatterns(): Promise<void> {
  const database = await FlowDatabase.open(folder)
  let cpuMs = 0
  for (let hour = 0; hour < patternCount; hour++) {
    const now = timeOf(hour)
    for (let from = 0; from < perHour; from += batchSize) {
      const batch = someFlows(Math.min(batchSize, perHour - from), hour)
      const before = process.cpuUsage()
      await database.append(batch, { runId: runOf(hour), now })
      const { user, system } = process.cpuUsage(before)
      cpuMs += (user + system) / 1000
    }
    await database.write(now)
    await database.merge(timeOf(hour + 1))
  }
  database.close()
  const takenCount = patternCount * perHour
  console.log(`figure: flows taken a CPU-second ${Math.round((takenCount / cpuMs) * 1000)}`)
}

async function writeLikePatterns(): Promise<void> {
  const files = FlowFiles.open(folder)
  const patterns = files.all
  const duckDb = await openDuckDb(folder)
  for (let hour = patternCount; hour < hourCount; hour++) {
    const pattern = files.pathOf(patterns[hour % patternCount] as (typeof patterns)[number])
    const now = timeOf(hour)
    const rows = `(${likeAt(hour, pattern)})`
    const written = await writeFlowFile(duckDb, files, { rows, hour: hourOf(now), now })
    files.replace([], [written])
    if (hour === patternCount) await checkSame(pattern, files.pathOf(written))
    if (hour % 24 === 23) console.log(`${(hour + 1) * perHour} flows`)
  }
  duckDb.close()

  /** @throws Error where a file is of another form than one of the flow store */
  async function checkSame(path: string, other: string): Promise<void> {
    const form = 'name, type, repetition_type, converted_type, logical_type::VARCHAR'
    const blocks =
      'path_in_schema, type, compression, row_group_num_rows, bloom_filter_offset is null'
    for (const select of [`${form} from parquet_schema`, `${blocks} from parquet_metadata`]) {
      const [one, two] = [path, other].map((each) => `(select ${select}(${quoted(each)}))`)
      const { currentRowCount } = await duckDb.connection.runAndReadAll(
        `(${one} except ${two}) union all (${two} except ${one})`,
      )
      if (currentRowCount > 0) throw new Error(`${other} is of another form than ${path}`)
    }
  }
}

/** The flows of an hour, as if of other hosts, a while later. Every address keeps its kind. */
function likeAt(hour: number, pattern: string): string {
  const seconds = (hour - (hour % patternCount)) * 3_600
  const lastByte = (end: string) => `1 + (${end}_low % 256 - 1 + ${37 * hour}) % 200`
  // The last byte of an own address, the second of another's.
  const moved = (end: string) => `case when ${end}_low // 65536 = ${ownLow}
      then ${end}_low // 256 * 256 + ${lastByte(end)}
      else ${end}_low // 16777216 * 16777216 + (${end}_low // 65536 % 256 + ${11 * hour}) % 200 * 65536 + ${end}_low % 65536
    end::UBIGINT as ${end}_low`
  const text = (end: string) =>
    `concat_ws('.', ${[16_777_216, 65_536, 256, 1].map((unit) => `${end}_low // ${unit} % 256`).join(', ')}) as ${end}_ip`
  return `select * replace (${text('src')}, ${text('dst')}) from (
    select * replace (
      '${runOf(hour)}' as run_id,
      '1:' || to_base64(from_hex(sha1(community_id || '${hour}'))) as community_id,
      first_seen_epoch + ${seconds} as first_seen_epoch,
      last_seen_epoch + ${seconds} as last_seen_epoch,
      ${moved('src')}, ${moved('dst')}
    ) from read_parquet(${quoted(pattern)}))`
}

function timeOf(hour: number): Date {
  return new Date(startMs + hour * 3_600_000)
}

function runOf(hour: number): string {
  return `run-${Math.floor(hour / 24)}`
}

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
