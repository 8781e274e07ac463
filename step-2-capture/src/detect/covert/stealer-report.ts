import { HttpKind } from '../../decode/http.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { plainText } from '../track/plain-text.ts'
import { durationText } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { isAddressService, isChatInterface, mayBeService } from './address-services.ts'

/** 1,024 clients at 300 B are 307 kB. */
export const stealerClientCountMax = 1_024
/** Where mail is handed in, and files. */
const mailPorts: ReadonlySet<number> = new Set([25, 465, 587, 2525])
const filePort = 21
/** A program that asks so often within an hour keeps a name up to date (dynamic DNS). */
const habitCountMin = 4
const browser = /^(?:Mozilla\/5|Opera)/

/** A client that asked for its own address. */
class Asker extends Tracker {
  askedUs = Number.NEGATIVE_INFINITY
  /** A program asked, and no page in a browser. */
  programAskedUs = Number.NEGATIVE_INFINITY
  programAskCount = 0
  service = ''
  reportCount = 0
}

export const stealerReport = defineDetector({
  name: 'stealer_report',
  family: 'behaviour',
  about:
    'A client that asks a service for its own address and soon after turns to the interface of a chat ' +
    'for programs; or, where a program asked in clear, hands in mail or files outside. Stealers of ' +
    'passwords report like this (Agent Tesla, Snake Keylogger, Vidar).',
  kinds: [
    {
      id: 'stealer_report',
      title:
        '{source} asked {service} for its own address and {span} later turned to {place}, {times} ' +
        '(threshold: {limit})',
      technique: techniques.T1048,
      recommend:
        'Find the program on the source that does this. If you know none that reports to a chat or by ' +
        'mail, isolate the host, and change all passwords that were kept on it.',
    },
  ],
  options: {
    reportCountMin: limit(1, { about: 'Reports behind such a question', unit: 'connections' }),
    withinSeconds: seconds(600, { about: 'Longest time from the question to the report', min: 1 }),
    forgetAfterSeconds: forgetAfter('a client is', 3_600),
    allow: allowSources('Hosts whose programs report like this on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { dns, flows, hosts, http, tls } = traffic
    const { reportCountMin, withinSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: stealerClientCountMax, forgetAfterSeconds }
    const askers = new TrackerTable({ ...bounds, tracker: Asker })

    /** 1 for a host that is asked for names: it asks for others. */
    const isResolver = new Uint8Array(hosts.countMax)
    /** 1 for a host that hands in mail or files without having asked first. */
    const handsIn = new Uint8Array(hosts.countMax)

    /** A client named a service or a chat. */
    function seeName(client: HostId, name: string, byProgram: boolean): void {
      const { timeUs } = traffic
      if (isAddressService(name)) {
        const asker = askers.open({ host: client })
        if (timeUs - asker.askedUs > withinSeconds * 1e6) asker.evidence.clear()
        asker.askedUs = timeUs
        if (byProgram) {
          asker.programAskedUs = timeUs
          asker.programAskCount++
        }
        asker.service = name
        asker.evidence.addPacket(traffic)
      } else if (isChatInterface(name)) {
        const asker = askers.find({ host: client })
        if (asker && isSoon(asker.askedUs)) count(asker, name)
      }
    }

    const isSoon = (sinceUs: number) => traffic.timeUs - sinceUs <= withinSeconds * 1e6

    function count(asker: Asker, place: string): void {
      asker.touch(traffic.timeUs)
      asker.reportCount++
      asker.evidence.addPacket(traffic)
      if (asker.hasDoubled(asker.reportCount, reportCountMin)) report(asker, place)
    }

    function report(asker: Asker, place: string): void {
      const { reportCount, service } = asker
      const seconds = Math.max(0, (traffic.timeUs - asker.askedUs) / 1e6)
      reporter.emit({
        ...about(asker),
        kind: 'stealer_report',
        severity: 'medium',
        score: 0.7,
        confidence: 0.65,
        firstUs: asker.firstUs,
        targetGroup: place,
        values: {
          service: plainText(service, 60),
          span: durationText(seconds),
          place: plainText(place, 60),
          times: counted(reportCount, 'time'),
          limit: reportCountMin,
        },
        reasons: [countReason('reports', reportCount, { typical: 0, unit: 'connections' })],
      })
    }

    function seeReport(flow: FlowId): void {
      const port = flows.responderPort(flow)
      if (port !== filePort && !mailPorts.has(port)) return
      if (scopeOf(hosts, flows.responder(flow)) !== AddressScope.outside) return
      const client = flows.originator(flow)
      const asker = askers.find({ host: client })
      if (!asker || !isSoon(asker.programAskedUs)) handsIn[client] = 1
      else if (handsIn[client] === 0 && asker.programAskCount < habitCountMin)
        seeHandedIn(asker, flow)
    }

    function seeHandedIn(asker: Asker, flow: FlowId): void {
      const place = flows.responderPort(flow) === filePort ? 'a file' : 'a mail'
      count(asker, `${place} server outside, ${hosts.text(flows.responder(flow))}`)
    }

    return {
      onDns() {
        if (dns.isResponse) return
        const { flow } = traffic
        isResolver[flows.responder(flow)] = 1
        const client = flows.originator(flow)
        const { name } = dns
        if (isResolver[client] === 1 || !mayBeService(name.bytes[0] as number, name.length)) return
        seeName(client, name.toString(), false)
      },
      onHttp() {
        if (http.kind !== HttpKind.request) return
        const host = http.header('host')
        if (host === null || !mayBeService(host.charCodeAt(0), host.length)) return
        const byProgram =
          http.header('referer') === null && !browser.test(http.header('user-agent') ?? '')
        seeName(flows.originator(traffic.flow), host, byProgram)
      },
      onTls() {
        const name = tls.of(traffic.flow)?.serverName
        if (name) seeName(flows.originator(traffic.flow), name, false)
      },
      onFlowAnswered: seeReport,
      onHostEvict(host) {
        isResolver[host] = 0
        handsIn[host] = 0
      },
    }
  },
})
