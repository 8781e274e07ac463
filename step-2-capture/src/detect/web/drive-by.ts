import { HttpKind } from '../../decode/http.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
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
import { BodyStarts } from './body-starts.ts'
import { javaBit, Mark, markOf, plugIns, programType, surelyProgram } from './kit-contents.ts'
import { PageReaders } from './page-readers.ts'
import { startsPayload } from './payload-start.ts'

/** 1,024 clients and servers at 300 B are 300 kB. */
export const visitCountMax = 1_024
const forgetAfterSeconds = 3_600

/** Beside pages and pictures the most common type. */
const scriptType = 'application/javascript'
/** What one server gave one client within a short time. */
class Visit extends Tracker {
  plugIns = 0
  plugInLastUs = Number.NEGATIVE_INFINITY
  programCount = 0
}

interface Weight {
  readonly severity: 'medium' | 'high'
  readonly score: number
  readonly confidence: number
}

/** By the number of plug-ins: after a page alone, what is given is weaker evidence. */
const weights: readonly [Weight, Weight, Weight] = [
  { severity: 'medium', score: 0.7, confidence: 0.7 },
  { severity: 'high', score: 0.8, confidence: 0.75 },
  { severity: 'high', score: 0.9, confidence: 0.85 },
]

/** From the page to the first contents that it asks for; browsers take seconds. */
const leadSecondsMax = 60

export const driveBy = defineDetector({
  name: 'drive_by',
  family: 'behaviour',
  about:
    'Contents for several plug-ins of a browser from one server, and then data that may be a program ' +
    'and bears no name of a download, as exploit kits send them. For one plug-in the data must be a ' +
    'program by its type, or be asked for by Java or by another agent than a browser. After a page alone ' +
    'from outside it must be a program or encrypted, and be asked for in another name than that of the reader.',
  kinds: [
    {
      id: 'drive_by_download',
      title:
        '{source} gave {target} {contents}, and then {programs} that may be a program, ' +
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
      about: 'Longest time from the last of these contents, or from the page, to the data',
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
    const readers = new PageReaders(traffic)
    const bodies = new BodyStarts(traffic, (bytes, start, end) => {
      if (startsPayload(bytes, start, end)) seePayloadOfPage()
    })

    function report(visit: Visit): void {
      const times = visit.programCount === 1 ? 'data' : `data ${visit.programCount} times`
      const names = plugIns.filter((_, bit) => visit.plugIns & (1 << bit)).map(({ name }) => name)
      reporter.emit({
        restate: () => report(visit),
        ...about(visit),
        source: visit.peer,
        target: visit.host,
        firstUs: startUs(visit),
        kind: 'drive_by_download',
        ...(weights[Math.min(names.length, 2)] as Weight),
        targetPort: flows.responderPort(traffic.flow),
        values: {
          contents: names.length === 0 ? 'a page' : `contents for ${names.join(', ')}`,
          programs: `${names.length === 0 ? 'another agent ' : ''}${times}`,
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

    /** Whether the current answer may bring a program, by its type, length and name. */
    function mayBeProgram(type: string): boolean {
      if (!programType.test(type) || (requests.get(traffic.flow) & Mark.named) !== 0) return false
      const length = http.header('content-length')
      return length === null || Number(length) >= programBytesMin
    }

    /** Whether it is what contents for plug-ins load, and not what a person asked for. */
    function isLoaded(visit: Visit, type: string): boolean {
      if (visit.plugIns === 0) return false
      if (traffic.timeUs - visit.plugInLastUs > withinSeconds * 1e6) return false
      const mark = requests.get(traffic.flow)
      if (bitCount(visit.plugIns) >= plugInCountMin) return true
      // A person's download that is a program by its type has a name, too.
      if (surelyProgram.test(type)) return true
      if ((mark & Mark.agent) === 0) return false
      // Java loads more of itself by its own agent, but into a browser's page it has to come first.
      return visit.plugIns !== javaBit || (mark & Mark.java) !== 0
    }

    /** Only what is asked for behind the contents matters, or by a stranger to the page. */
    function seeRequest(): void {
      const { flow } = traffic
      const isStranger = isOutside(flow) && readers.seeRequest(withinSeconds)
      const mayFollow = visits.count > 0 && visits.find(pairOf(flow)) !== undefined
      const mark = isStranger || mayFollow ? markOf(http) : 0
      requests.set(flow, isStranger ? mark | Mark.stranger : mark)
    }

    /** Devices inside give their pages and their data to different programs. */
    const isOutside = (flow: FlowId) =>
      scopeOf(hosts, flows.responder(flow)) === AddressScope.outside

    function seePayloadOfPage(): void {
      const { flow } = traffic
      const visit = visits.open(pairOf(flow))
      visit.firstUs = Math.min(visit.firstUs, readers.pageUs(flow) ?? visit.firstUs)
      countProgram(visit)
    }

    function countProgram(visit: Visit): void {
      visit.programCount++
      visit.evidence.addPacket(traffic)
      if (visit.hasDoubled(visit.programCount, 1)) report(visit)
    }

    const pairOf = (flow: FlowId) => ({ host: flows.originator(flow), peer: flows.responder(flow) })

    function seeAnswer(): void {
      if (http.status !== 200) return
      const type = http.header('content-type')
      if (type?.startsWith('text/html')) readers.seePage()
      // Pages, scripts and pictures, which most answers are, end here.
      if (type === null || !type.startsWith('application/') || type.startsWith(scriptType)) return
      const bit = plugIns.findIndex((one) => one.type.test(type))
      if (bit === -1) {
        if (mayBeProgram(type)) seeProgram(type)
        return
      }
      const visit = visits.open(pairOf(traffic.flow))
      visit.plugIns |= 1 << bit
      visit.plugInLastUs = traffic.timeUs
      visit.evidence.addPacket(traffic)
    }

    function seeProgram(type: string): void {
      const { flow } = traffic
      const visit = visits.find(pairOf(flow))
      if (visit && isLoaded(visit, type)) {
        countProgram(visits.open(pairOf(flow)))
        return
      }
      const isOfStranger = (requests.get(flow) & Mark.stranger) !== 0
      // The length of a stream, such as a camera's, is not known.
      const isWhole = http.isComplete && http.header('content-length') !== null
      if (isOfStranger && isWhole) bodies.seeHead()
    }

    return {
      applications: [Application.http],
      onHttp() {
        if (http.kind === HttpKind.request) seeRequest()
        else seeAnswer()
      },
      onPayload: () => bodies.seePayload(),
    }
  },
})

function bitCount(bits: number): number {
  let count = 0
  for (let left = bits; left > 0; left >>= 1) count += left & 1
  return count
}
