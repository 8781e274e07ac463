import { LdapSearch } from '../../decode/ldap.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { directoryMarks, isOfMark } from './directory-marks.ts'

/** 1,024 clients and servers at 250 B are 256 kB. */
export const searcherCountMax = 1_024
const allEntries = 'all entries'
const wholeTree = 2

/** One client of one directory. */
class Searcher extends Tracker {
  /** Marks of `directoryMarks` that it has searched for, one bit each. */
  marks = 0
  weight = 0
}

export const directorySearch = defineDetector({
  name: 'directory_search',
  family: 'behaviour',
  about:
    'Searches of a directory (LDAP) that intruders make: for accounts of services, of ' +
    'administrators, without pre-authentication, or that may act for others, and for all that there ' +
    'is. Address books and logins search for names; what some programs of a workplace search for ' +
    'too counts less. Searches that are encrypted cannot be read.',
  kinds: [
    {
      id: 'directory_search',
      title:
        '{source} searched the directory of {target} for {what} (weight {weight}, threshold: {limit})',
      technique: techniques['T1087.002'],
      recommend:
        'Ask whether an inventory, an audit or a synchronisation runs on the source. If not, an ' +
        'intruder looks for accounts to attack: isolate the source.',
    },
  ],
  options: {
    weightMin: limit(3, {
      about: 'Sum of what the searches of one client weigh: 3 for telling ones, 1 for others',
      unit: 'points',
    }),
    dumpBytesMin: limit(100_000, {
      about:
        'Answers of a connection that asked for every entry of a domain; a test of a connection gets few',
      unit: 'B',
      max: 1_000_000_000,
    }),
    forgetAfterSeconds: forgetAfter('a client and a directory are', 3_600),
    allow: allowSources('Hosts that synchronise, list or audit the directory'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { weightMin, dumpBytesMin, forgetAfterSeconds } = settings
    const search = new LdapSearch()
    const bounds = { traffic, countMax: searcherCountMax, forgetAfterSeconds }
    const searchers = new TrackerTable({ ...bounds, tracker: Searcher })
    /** 1 for a connection that asked for every entry, 2 once that is stated. */
    const asksForAll = new FlowMarks(flows)

    const open = (flow: FlowId) =>
      searchers.open({ host: flows.originator(flow), peer: flows.responder(flow) })

    function seeMark(index: number, searcher: Searcher): void {
      const { weight, what } = directoryMarks[index]!
      if (searcher.marks & (1 << index)) return
      searcher.marks |= 1 << index
      searcher.weight += weight
      searcher.evidence.addPacket(traffic)
      if (searcher.hasDoubled(searcher.weight, weightMin)) report(searcher, what)
    }

    function report(searcher: Searcher, what: string, flow = traffic.flow): void {
      const { weight } = searcher
      reporter.emit({
        restate: () => report(searcher, what, flow),
        ...about(searcher),
        kind: 'directory_search',
        severity: 'medium',
        score: 0.7,
        confidence: 0.75,
        targetPort: flows.responderPort(flow),
        values: { what, weight, limit: weightMin },
        reasons: [countReason('weight', weight, { typical: weightMin - 1, unit: 'points' })],
      })
    }

    /** Everything from the root of a domain down, with no other condition. */
    function isForAll(): boolean {
      const [only, ...others] = search.conditions
      if (search.scope !== wholeTree || !search.base.startsWith('dc=') || others.length > 0)
        return false
      return only?.attribute === 'objectclass' && only.asks === 'any'
    }

    function judgeDump(flow: FlowId): void {
      if (asksForAll.get(flow) !== 1 || flows.responderPayloadBytes(flow) < dumpBytesMin) return
      asksForAll.set(flow, 2)
      const searcher = open(flow)
      searcher.evidence.addFlow(traffic, flow)
      searcher.weight += weightMin
      report(searcher, allEntries, flow)
    }

    return {
      applications: [Application.ldap],
      onPayload() {
        const { flow, packet, frame } = traffic
        if (!flows.fromOriginator) return
        const { payloadOffset: start, payloadLength } = frame
        if (!search.parse(packet.bytes, start, start + payloadLength)) return
        if (isForAll()) asksForAll.set(flow, 1)
        for (const condition of search.conditions) {
          const index = directoryMarks.findIndex((mark) => isOfMark(mark, condition))
          if (index !== -1) seeMark(index, open(flow))
        }
      },
      onFlowClosed: judgeDump,
      onFlowEnd: judgeDump,
    }
  },
})
