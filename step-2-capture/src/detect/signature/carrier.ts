import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { RulePart } from './rule-part.ts'

/** What carries text that people and programs write about other things. */
export type Carrier = 'a page' | 'a mail' | 'a log' | 'a file' | 'a query'

/** Pairs with an FTP session, whose data connections carry files: 1,024 of 150 B. */
export const ftpPairCountMax = 1_024
const syslogPorts = new Set([514, 601, 1_514, 6_514])
/** A priority and then a version or a date (RFC 5424, section 6; RFC 3164, section 4.1). */
const syslogStart = /^(?:\d{1,5} )?<\d{1,3}>(?:\d |[A-Z][a-z]{2} [ \d]\d |\w)/
/** Where programs deliver logs: Elasticsearch, Loki, Splunk, OpenTelemetry, Datadog, Graylog. */
const logTarget =
  /^[^?]*\/(?:_bulk|_msearch|loki\/api\/v1\/push|services\/collector|v1\/logs|api\/v\d\/(?:logs|input)|gelf)(?:[/?]|$)/
const mailApplications = new Set<number>([Application.smtp, Application.pop3, Application.imap])
/** The port from which an FTP server opens its data connections (RFC 959, section 3.2). */
const ftpDataPort = 20

/** Whether a request with this target delivers logs. */
export function isLogTarget(target: string): boolean {
  return logTarget.test(target)
}

/** Tells whether the current payload is text about something, and not the thing. */
export class Carriers {
  readonly #traffic: Traffic
  readonly #ftpPairs = new BoundedMap<number, true>({ countMax: ftpPairCountMax })

  constructor(traffic: Traffic) {
    this.#traffic = traffic
  }

  /** A flow speaks FTP: files follow between its two ends. */
  seeFtp(flow: FlowId): void {
    this.#ftpPairs.set(this.#pairOf(flow), true)
  }

  /** @param start The first characters of the stream or datagram. @param isLog See `isLogTarget`. */
  of(part: RulePart, start: string, isLog: boolean): Carrier | null {
    const { applications, flow, flows } = this.#traffic
    const application = applications.of(flow)
    if (part === 'http.body') return isLog ? 'a log' : null
    if (part !== 'payload') return null
    if (mailApplications.has(application)) return 'a mail'
    if (application === Application.http) {
      if (!flows.fromOriginator) return 'a page'
      return isLog || isLogTarget(start.split(' ', 2)[1] ?? '') ? 'a log' : null
    }
    const isSyslogPort = syslogPorts.has(flows.responderPort(flow))
    if (isSyslogPort && syslogStart.test(start)) return 'a log'
    if (application !== Application.other) return null
    const isData = flows.originatorPort(flow) === ftpDataPort
    return isData || this.#ftpPairs.has(this.#pairOf(flow)) ? 'a file' : null
  }

  /** The same in both directions: an active data connection is opened by the server. */
  #pairOf(flow: FlowId): number {
    const { flows } = this.#traffic
    const [a, b] = [flows.originator(flow), flows.responder(flow)]
    return Math.min(a, b) * 2 ** 18 + Math.max(a, b)
  }
}
