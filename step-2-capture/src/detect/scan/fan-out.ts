import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, numbers, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 sources of each kind at up to 8 kB are 16 MB. */
export const trackerCountMax = 1_024
const mailPort = 25

/** The machines that a source connected to. */
class Peers extends PeriodTracker {
  peers = new DistinctCounter()

  protected startPeriod(): void {
    this.peers = new DistinctCounter()
  }
}

export const fanOut = defineDetector({
  name: 'fan_out',
  family: 'behaviour',
  about:
    'A host that connects to many others where it should have few: remote log-ons inside, mail ' +
    'servers outside.',
  kinds: [
    {
      id: 'lateral_movement',
      title:
        '{source} used remote services of {machines} inside in {span}, last on port ' +
        '{target_port} (threshold: {limit})',
      technique: techniques.T1021,
      recommend:
        'If the source is no server for administration or backup, an intruder may use it to reach ' +
        'the others. Isolate it, and check the logins on the machines that it reached.',
    },
    {
      id: 'spam',
      title: '{source} connected to {servers} outside in {span} (threshold: {limit})',
      technique: techniques.T1566,
      recommend:
        'Block port 25 to the outside for all but the mail server, and look for the program on the ' +
        'source that sends mail by itself.',
    },
  ],
  options: {
    machineCountMin: limit(10, {
      about:
        'Machines inside whose remote services one host uses within a period; people use a file ' +
        'server or three',
      unit: 'machines',
    }),
    remotePorts: numbers([135, 139, 445, 3_389, 5_985, 5_986], {
      about: 'Remote services: RPC, NetBIOS, SMB, remote desktop, WinRM',
      unit: 'ports',
      max: 65_535,
    }),
    mailServerCountMin: limit(10, {
      about:
        'Mail servers outside that one host sends to within a period; a program uses its provider’s',
      unit: 'servers',
    }),
    periodSeconds: seconds(600, { about: 'Traffic time over which they count', min: 1 }),
    forgetAfterSeconds: forgetAfter('a source is', 3_600),
    levels: levels({ low: 10, medium: 20, high: 100 }, { unit: 'hosts' }),
    allow: allowSources('Sources that may: administration, backup, mail servers'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts } = traffic
    const { machineCountMin, mailServerCountMin, periodSeconds, forgetAfterSeconds } = settings
    const remotePorts = new Set(settings.remotePorts)
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds, tracker: Peers }
    const remote = new TrackerTable(bounds)
    const mail = new TrackerTable(bounds)
    /** 1 for a host that others bring mail to: a mail server. */
    const getsMail = new Uint8Array(hosts.countMax)

    /** Counts the peer, and gives the source when there is something to report. */
    function count(sources: TrackerTable<Peers>, flow: FlowId, minimum: number): Peers | undefined {
      const source = sources.open({ host: flows.originator(flow) })
      source.advance(traffic.timeUs, periodSeconds)
      if (!source.peers.add(flows.responder(flow))) return undefined
      source.evidence.addFlow(traffic, flow)
      return source.hasDoubled(source.peers.count, minimum) ? source : undefined
    }

    /** What both kinds state. */
    function stated(source: Peers, port: number, minimum: number) {
      const { count } = source.peers
      return {
        ...about(source),
        severity: severityOf(source.perPeriod(count), settings.levels),
        score: growthScore(count, minimum),
        confidence: 0.7,
        targetPort: port,
        targetGroup: `port ${port}`,
        reasons: [countReason('peers', count, { typical: minimum - 1, unit: 'hosts' })],
      }
    }

    function seeRemote(flow: FlowId, port: number): void {
      const source = count(remote, flow, machineCountMin)
      if (source) reportRemote(source, port)
    }

    function reportRemote(source: Peers, port: number): void {
      reporter.emit({
        restate: () => reportRemote(source, port),
        ...stated(source, port, machineCountMin),
        kind: 'lateral_movement',
        values: {
          machines: counted(source.peers, 'machine'),
          span: durationText(source.seconds),
          limit: machineCountMin,
        },
      })
    }

    function seeMail(flow: FlowId): void {
      if (getsMail[flows.originator(flow)] === 1) return
      const source = count(mail, flow, mailServerCountMin)
      if (source) reportMail(source)
    }

    function reportMail(source: Peers): void {
      reporter.emit({
        restate: () => reportMail(source),
        ...stated(source, mailPort, mailServerCountMin),
        kind: 'spam',
        values: {
          servers: counted(source.peers, 'mail server'),
          span: durationText(source.seconds),
          limit: mailServerCountMin,
        },
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowAnswered(flow) {
        const port = flows.responderPort(flow)
        const scope = scopeOf(hosts, flows.responder(flow))
        if (port === mailPort) {
          getsMail[flows.responder(flow)] = 1
          if (scope === AddressScope.outside) seeMail(flow)
        } else if (remotePorts.has(port) && scope === AddressScope.inside) seeRemote(flow, port)
      },
      onHostEvict(host) {
        getsMail[host] = 0
      },
    }
  },
})
