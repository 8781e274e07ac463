import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { AddressScope, scopeOfText } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit, quantity } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { serviceKey } from '../track/service.ts'
import {
  bodyBytesMax,
  encodedBodyOf,
  isBareData,
  isOpaqueBody,
  plainForm,
  startOfData,
} from './coded-body.ts'
import { browserAgent } from './loader-agents.ts'
import { PagesGiven } from './pages-given.ts'
import { RequestBodies } from './request-bodies.ts'

/** 1,024 clients and servers at 250 B are 256 kB. */
export const serverCountMax = 1_024

const script = /\.(?:php|asp|aspx|jsp|cgi)(?:\?|$)/i
/** What browsers send other bodies as than forms and files. */
const partedType = /^multipart\/form-data\b/i
const plainType = /^(?:application\/(?:x-www-form-urlencoded|octet-stream)|text\/plain)\b/i
const bareHeaderCountMax = 3
/** Interfaces of programs have no extension; nor do pictures take forms. */
const file = /\.[a-z0-9]{2,5}(?:\?|$)/i

export const encodedCheckIn = defineDetector({
  name: 'encoded_check_in',
  family: 'behaviour',
  about:
    'A form of one field, filled with encoded data, that no page sent (no referer, no cookie): to a ' +
    'script, or to any file of a server that gave the client no page; and opaque bodies that an agent ' +
    'sends there that calls itself a browser. Forms of pages have several fields with readable names ' +
    'and values.',
  kinds: [
    {
      id: 'malware_check_in',
      title: '{source} sent {forms} to {service} (threshold: {limit})',
      technique: techniques['T1132.001'],
      recommend:
        'Isolate the source and find the program that sends these forms. Block the server, and look ' +
        'for other hosts that talk to it: hacked web sites often serve a whole group of malware.',
    },
  ],
  options: {
    formCountMin: limit(1, {
      about: 'Such forms that one client sends to one server',
      unit: 'forms',
    }),
    fieldNameLengthMax: limit(3, {
      about: 'Longest name of the field: the names of pages are words',
      unit: 'characters',
      max: 64,
    }),
    strangerNameLengthMax: limit(16, {
      about:
        'The same where the server gave the client no page: what is a word may be sent there too',
      unit: 'characters',
      max: 64,
    }),
    hexLengthMin: limit(64, {
      about: 'Shortest value in hexadecimal digits',
      unit: 'characters',
      max: bodyBytesMax - 65,
    }),
    opaqueBytesMin: limit(64, {
      about: 'Shortest body of opaque data',
      unit: 'bytes',
      max: bodyBytesMax,
    }),
    opaqueEntropyMin: quantity(5.5, {
      about: 'Its entropy: texts have below 5, base64 about 5.9, what is encrypted above 6',
      unit: 'bits a byte',
      max: 8,
    }),
    base64LengthMin: limit(88, {
      about: 'Shortest value in base64, without its padding',
      unit: 'characters',
      max: bodyBytesMax - 67,
    }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowTargets('Servers whose programs report like this on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { hosts, http } = traffic
    const { formCountMin, forgetAfterSeconds } = settings
    const encodedBody = encodedBodyOf(settings, settings.fieldNameLengthMax)
    const strangerBody = encodedBodyOf(settings, settings.strangerNameLengthMax)
    const pages = new PagesGiven(traffic)
    const servers = new EventCounter(traffic, {
      countMax: serverCountMax,
      forgetAfterSeconds,
      eventCountMin: formCountMin,
    })
    const bodies = new RequestBodies(traffic, seeBody)

    function seeBody(mark: number, bytes: Uint8Array, start: number, end: number): void {
      const body = plainForm(latin1Text(bytes, start, Math.min(end, start + bodyBytesMax)))
      const isForm = (mark & Mark.stranger ? strangerBody : encodedBody).test(body)
      const mayBeForm = (mark & (Mark.script | Mark.stranger)) !== 0
      const dataAt = startOfData(bytes, start, end)
      const mayBeOpaque =
        (mark & Mark.browser) !== 0 || ((mark & Mark.order) !== 0 && isBareData(bytes, start, end))
      const isOpaque = mayBeOpaque && isOpaqueBody(bytes, dataAt, end, settings)
      if (!(isForm && mayBeForm) && !isOpaque) return
      const server = servers.countPacket(serviceKey(traffic, traffic.flow))
      if (server) report(server, body, isOpaque)
    }

    function report(server: EventTracker, body: string, isOpaque: boolean): void {
      const service = `${hosts.text(server.peer)}:${server.part}`
      reporter.emit({
        restate: () => report(server, body, isOpaque),
        ...about(server),
        kind: 'malware_check_in',
        severity: 'high',
        score: Math.min(0.95, 0.75 + server.count * 0.05),
        confidence: 0.8,
        targetPort: server.part,
        values: {
          forms: isOpaque
            ? `opaque data in ${counted(server.count, 'request')} of no browser`
            : `${counted(server.count, 'form')} of one encoded field`,
          service,
          limit: formCountMin,
        },
        reasons: [
          countReason('coded_forms', server.count, { typical: 0, unit: 'requests' }),
          { feature: 'body', actual: body.slice(0, 40), typical: 'readable fields', unit: 'text' },
        ],
      })
    }

    return {
      applications: [Application.http],
      onHttp() {
        pages.seeHead()
        // An interim answer asks for the body that is to come (RFC 9110, section 15.2).
        if (http.kind === HttpKind.response && http.status < 200) return
        bodies.forget()
        if (http.kind !== HttpKind.request || !http.isComplete || !hasBody(http)) return
        const isFollowed = hasPage(http) || http.header('cookie') !== null
        const mark = orderMark(http) | (isFollowed ? 0 : markOf(http, pages.hasGiven(traffic.flow)))
        if (mark !== 0) bodies.seeHead(mark)
      },
      onPayload: () => bodies.seePayload(),
    }
  },
})

/**
 * What may be sent in a body: a form to a script; a form of a longer name to a server that gave its
 * client no page before; opaque data to such a server by what calls itself a browser, or names nothing;
 * and data to a script as if it were a form, as clients of web shells send it (Behinder).
 */
const Mark = { script: 1, stranger: 2, browser: 4, order: 8 } as const

interface Head {
  readonly target: string
  readonly headerCount: number
  header(name: string): string | null
}

function markOf(http: Head, hasGivenPage: boolean): number {
  if (hasGivenPage) return script.test(http.target) ? Mark.script : 0
  const type = http.header('content-type')
  const agent = http.header('user-agent')
  const isBrowser = agent === null ? isBareRequest(http) : browserAgent.test(agent)
  const isBare = isBareAddress(http)
  const isPlain = type === null || plainType.test(type) || (isBare && partedType.test(type))
  const isStranger = file.test(http.target) || (isBare && isBrowser)
  return (isStranger ? Mark.stranger : 0) | (isBrowser && isPlain ? Mark.browser : 0)
}

function orderMark(http: Head & { readonly method: string }): number {
  const isForm = /^application\/x-www-form-urlencoded/i.test(http.header('content-type') ?? '')
  return isForm && http.method === 'POST' && script.test(http.target) ? Mark.order : 0
}

/** Host, length, and a header more: what a few lines of code send (Tinba). */
function isBareRequest(http: Head): boolean {
  return http.headerCount <= bareHeaderCountMax && http.header('content-type') === null
}

/** A body comes with a POST, and hardly ever with a GET (RFC 9110, section 9.3.1). */
function hasBody(http: Head & { readonly method: string }): boolean {
  if (http.method === 'POST') return true
  return http.method === 'GET' && Number(http.header('content-length') ?? 0) > 0
}

/** A page that led there; some malware invents one on the bare address that it talks to (Emotet). */
function hasPage(http: Head): boolean {
  const page = http.header('referer')
  if (page === null) return false
  return !isBareAddress(http) || !page.includes(`//${hostOf(http)}`)
}

const hostOf = (http: Head) => (http.header('host') ?? '').split(':', 1)[0] as string

/** Outside; at home people look at devices by their address. */
function isBareAddress(http: Head): boolean {
  return scopeOfText(hostOf(http)) === AddressScope.outside
}
