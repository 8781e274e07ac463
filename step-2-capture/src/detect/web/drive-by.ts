import { HttpKind } from '../../decode/http.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { HostColumn } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about } from '../track/about-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and servers at 300 B are 300 kB. */
export const visitCountMax = 1_024
const forgetAfterSeconds = 3_600

/** What plug-ins of browsers open, whose flaws kits try one after the other; a bit each. */
const plugIns: readonly { readonly name: string; readonly type: RegExp }[] = [
  { name: 'Flash', type: /^application\/x-shockwave-flash/i },
  { name: 'PDF', type: /^application\/(?:x-)?pdf/i },
  { name: 'Silverlight', type: /^application\/x-silverlight/i },
  { name: 'Java', type: /^application\/(?:x-)?java(?:-archive)?(?:;|$)/i },
]
const javaBit = 8
/** Beside pages and pictures the most common type. */
const scriptType = 'application/javascript'
/** What programs are sent as, in clear or not. */
const programType = /^application\/(?:octet-stream|x-msdownload|x-msdos-program|x-dosexec|x-exe)/i
const surelyProgram = /^application\/x-(?:msdownload|msdos-program|dosexec|exe)/i
/** Downloads that people start bear such a name; so do archives of Java and parts of videos. */
const downloadName =
  /\.(?:exe|msi|zip|rar|7z|gz|bz2|xz|iso|img|dmg|pkg|deb|rpm|apk|cab|bin|jar|class|ts|m4s|mp4|woff2?|ttf|dat)(?:\?|$)/i
/** Programs ask by agents of their own, and browsers are no such agents. */
const programAgent = /\bJava\/1\.|WinHttp|^(?:contype|wget|curl)/i

/** What one server gave one client within a short time. */
class Visit extends Tracker {
  plugIns = 0
  plugInLastUs = Number.NEGATIVE_INFINITY
  programCount = 0
}

/** From the page to the first contents that it asks for; browsers take seconds. */
const leadSecondsMax = 60

export const driveBy = defineDetector({
  name: 'drive_by',
  family: 'behaviour',
  about:
    'Contents for several plug-ins of a browser from one server, and then data that may be a program ' +
    'and bears no name of a download, as exploit kits send them. For one plug-in the data must be a ' +
    'program by its type, or be asked for by Java or by another agent than a browser.',
  kinds: [
    {
      id: 'drive_by_download',
      title:
        '{source} gave {target} contents for {plugIns}, and then {programs} that may be a program, ' +
        'within {span} (at most {limit} s)',
      technique: techniques.T1189,
      recommend:
        'Isolate the target: a page may have run a program on it. Find the page that led there, and ' +
        'look for what the target contacts since.',
    },
  ],
  options: {
    plugInCountMin: limit(2, {
      about: 'Kinds of plug-in contents before data for which no agent need speak',
      unit: 'kinds',
      max: 4,
    }),
    withinSeconds: seconds(120, {
      about: 'Longest time from the last of these contents to the data',
      min: 1,
      max: forgetAfterSeconds,
    }),
    programBytesMin: limit(4_096, {
      about: 'Shortest data that may be a program, by the length that the answer announces',
      unit: 'bytes',
    }),
    allow: allowSources('Servers of your own that send such contents and programs'),
  },
  watch(traffic, settings, reporter) {
    const { http, flows, hosts } = traffic
    const { plugInCountMin, withinSeconds, programBytesMin } = settings
    const bounds = { traffic, countMax: visitCountMax, forgetAfterSeconds }
    const visits = new TrackerTable({ ...bounds, tracker: Visit })
    const requests = new FlowMarks(flows)

    function report(visit: Visit): void {
      const names = plugIns.filter((_, bit) => visit.plugIns & (1 << bit)).map(({ name }) => name)
      reporter.emit({
        restate: () => report(visit),
        ...about(visit),
        source: visit.peer,
        target: visit.host,
        firstUs: startUs(visit),
        kind: 'drive_by_download',
        severity: 'high',
        score: names.length > 1 ? 0.9 : 0.8,
        confidence: names.length > 1 ? 0.85 : 0.75,
        targetPort: flows.responderPort(traffic.flow),
        values: {
          plugIns: names.join(', '),
          programs: visit.programCount === 1 ? 'data' : `data ${visit.programCount} times`,
          span: durationText(visit.seconds),
          limit: withinSeconds,
        },
        reasons: [
          { feature: 'plug_ins', actual: names.length, typical: 1, unit: 'kinds' },
          { feature: 'programs', actual: visit.programCount, typical: 0, unit: 'answers' },
        ],
      })
    }

    /** The page that leads to the contents is the server's own, if it was first met just before. */
    function startUs({ firstUs, peer }: Visit): number {
      const metUs = hosts.value(peer, HostColumn.firstUs)
      return firstUs - metUs <= leadSecondsMax * 1e6 ? Math.min(firstUs, metUs) : firstUs
    }

    /** Whether the current answer may bring a program that no person asked for. */
    function isProgram(visit: Visit, type: string): boolean {
      if (visit.plugIns === 0 || !programType.test(type)) return false
      if (traffic.timeUs - visit.plugInLastUs > withinSeconds * 1e6) return false
      const mark = requests.get(traffic.flow)
      if ((mark & Mark.named) !== 0) return false
      const length = http.header('content-length')
      if (length !== null && Number(length) < programBytesMin) return false
      if (bitCount(visit.plugIns) >= plugInCountMin) return true
      // A person's download that is a program by its type has a name, too.
      if (surelyProgram.test(type)) return true
      if ((mark & Mark.agent) === 0) return false
      // Java loads more of itself by its own agent, but into a browser's page it has to come first.
      return visit.plugIns !== javaBit || (mark & Mark.java) !== 0
    }

    /** Only what is asked for behind the contents matters. */
    function seeRequest(): void {
      const { flow } = traffic
      const mayFollow = visits.count > 0 && visits.find(pairOf(flow)) !== undefined
      requests.set(flow, mayFollow ? markOf(http) : 0)
    }

    const pairOf = (flow: FlowId) => ({ host: flows.originator(flow), peer: flows.responder(flow) })

    function seeAnswer(): void {
      if (http.status !== 200) return
      const type = http.header('content-type')
      // Pages, scripts and pictures, which most answers are, end here.
      if (type === null || !type.startsWith('application/') || type.startsWith(scriptType)) return
      const bit = plugIns.findIndex((one) => one.type.test(type))
      if (bit === -1 && !programType.test(type)) return
      const { flow, timeUs } = traffic
      if (bit === -1 && visits.find(pairOf(flow)) === undefined) return
      const visit = visits.open(pairOf(flow))
      if (bit !== -1) {
        visit.plugIns |= 1 << bit
        visit.plugInLastUs = timeUs
        visit.evidence.addPacket(traffic)
      } else if (isProgram(visit, type)) {
        visit.programCount++
        visit.evidence.addPacket(traffic)
        if (visit.hasDoubled(visit.programCount, 1)) report(visit)
      }
    }

    return {
      applications: [Application.http],
      onHttp() {
        if (http.kind === HttpKind.request) seeRequest()
        else seeAnswer()
      },
    }
  },
})

/** What the request of a flow was. */
const Mark = { named: 1, agent: 2, java: 4 } as const

interface Head {
  readonly target: string
  header(name: string): string | null
}

function markOf(http: Head): number {
  const agent = http.header('user-agent') ?? ''
  const isJava = agent.includes('Java/1.')
  return (
    (downloadName.test(http.target) ? Mark.named : 0) |
    (agent === '' || programAgent.test(agent) ? Mark.agent : 0) |
    (isJava ? Mark.java : 0)
  )
}

function bitCount(bits: number): number {
  let count = 0
  for (let left = bits; left > 0; left >>= 1) count += left & 1
  return count
}
