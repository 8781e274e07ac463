import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { isProgram } from '../../decode/program-start.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { PagesGiven } from './pages-given.ts'

/** 512 clients and servers at 250 B are 128 kB. */
export const downloadCountMax = 512

/** Extensions that programs do not have: pictures, texts, documents, scripts of a site. */
const otherName =
  /\.(?:png|jpe?g|gif|bmp|ico|txt|html?|css|js|docx?|xlsx?|pdf|mp[34]|woff2?)(?:\?|$)/i
/** Content types that servers give programs only when they have another name. */
const otherType = /^(?:image|text|audio|video|font)\//i
/** A folder of a site: hidden scripts answer there. */
const folderName = /^[^?]*\/$/
const addressHost = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/
/** Updates of Windows come from caches that have no name (Delivery Optimization, BITS). */
const updaterAgent = /Delivery-Optimization|Microsoft BITS/i

/** Names of programs for Windows and of what runs them, before the query. */
const programName =
  /^[^?]*\.(?:exe|msi|dll|scr|pif|com|cab|msu|bat|cmd|ps1|vbs|hta|sct)(?:\/?(?:\?|$))/i
/** What people type, and what scripts and macros start. */
const commandAgent =
  /^(?:Wget|curl|libwww-perl|lwp-|python-|Python-urllib|Go-http-client|CertUtil)|PowerShell/i

/** What the request of a flow was, as bits of its mark. */
const Mark = {
  otherName: 1,
  bareAddress: 2,
  otherType: 4,
  awaitsBody: 8,
  folder: 16,
  /** No page led there, and the target bears no name of a program: a script hands it out. */
  script: 32,
} as const

export const disguisedProgram = defineDetector({
  name: 'disguised_program',
  family: 'behaviour',
  about:
    'A program that comes by HTTP under the name or type of a picture or text, from a folder, from a ' +
    'bare address outside, or from a script that no page led to; and programs for Windows that a ' +
    'command-line tool asks a server outside for. Updates of Windows are left alone.',
  kinds: [
    {
      id: 'disguised_program',
      title: '{source} downloaded {program} from {service}, {times} (threshold: {limit})',
      technique: techniques.T1105,
      recommend:
        'Isolate the source, cut the program out of the capture and have it analysed. Loaders ' +
        'fetch their malware like this, from hacked web sites.',
    },
    {
      id: 'tool_download',
      title:
        '{source} asked {service} for the program {file} with a command-line tool, {times} ' +
        '(threshold: {limit})',
      technique: techniques.T1105,
      recommend:
        'Ask who ran the tool on the source. If it was no administrator, isolate the source, and ' +
        'look for what the program did there.',
    },
  ],
  options: {
    programCountMin: limit(1, {
      about: 'Such programs that one client downloads from one server',
      unit: 'programs',
    }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowTargets('Servers that give out programs like this on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { flows, http } = traffic
    const { programCountMin, forgetAfterSeconds } = settings
    const marks = new FlowMarks(flows)
    const pages = new PagesGiven(traffic)
    const bounds = {
      countMax: downloadCountMax,
      forgetAfterSeconds,
      eventCountMin: programCountMin,
    }
    const downloads = new EventCounter(traffic, bounds)
    const requests = new EventCounter(traffic, bounds)

    function seeRequest(): void {
      const { target } = http
      const isNamed = programName.test(target)
      marks.set(traffic.flow, markOfRequest(traffic, pages, isNamed))
      if (!isNamed) return
      if (!commandAgent.test(http.header('user-agent') ?? '')) return
      if (scopeOf(traffic.hosts, flows.responder(traffic.flow)) !== AddressScope.outside) return
      const request = requests.countPacket(serviceKey(traffic, traffic.flow))
      if (!request) return
      const stated = aboutService(traffic, request)
      reporter.emit({
        ...stated,
        kind: 'tool_download',
        severity: 'medium',
        score: 0.65,
        confidence: 0.6,
        values: {
          service: stated.targetGroup,
          file: plainText(fileName(target), 40),
          times: counted(request.count, 'time'),
          limit: programCountMin,
        },
        reasons: [countReason('requests', request.count, { typical: 0, unit: 'requests' })],
      })
    }

    function seeBody(mark: number, bytes: Uint8Array, start: number, end: number): void {
      if (mark === 0 || !isProgram(bytes, start, end)) return
      const isWindows = latin1Text(bytes, start, start + 2) === 'MZ'
      // Devices fetch their firmware from folders and scripts too; programs for people have a name.
      if ((mark & ~(Mark.folder | Mark.script)) === 0 && !isWindows) return
      count(mark, isWindows ? 'a Windows program' : 'a program')
    }

    function count(mark: number, program: string): void {
      const download = downloads.countPacket(serviceKey(traffic, traffic.flow))
      if (!download) return
      const isDisguised = (mark & (Mark.otherName | Mark.otherType)) !== 0
      const stated = aboutService(traffic, download)
      reporter.emit({
        ...stated,
        kind: 'disguised_program',
        severity: isDisguised ? 'high' : 'medium',
        score: isDisguised ? 0.85 : 0.7,
        confidence: 0.8,
        values: {
          program: `${program} ${disguiseText(mark)}`,
          service: stated.targetGroup,
          times: counted(download.count, 'time'),
          limit: programCountMin,
        },
        reasons: [countReason('programs', download.count, { typical: 0, unit: 'files' })],
      })
    }

    return {
      applications: [Application.http],
      onHttp() {
        const { flow, packet, frame } = traffic
        pages.seeHead()
        if (http.kind === HttpKind.request) {
          seeRequest()
          return
        }
        if (http.status !== 200 || !http.isComplete) return
        const asked = marks.get(flow) & ~(Mark.otherType | Mark.awaitsBody)
        const isOtherType = otherType.test(http.header('content-type') ?? '')
        const mark = asked | (isOtherType ? Mark.otherType : 0)
        const end = frame.payloadOffset + frame.payloadLength
        if (http.end < end) seeBody(mark, packet.bytes, http.end, end)
        else marks.set(flow, mark | Mark.awaitsBody)
      },
      onPayload() {
        const { flow, packet, frame } = traffic
        const mark = marks.get(flow)
        if ((mark & Mark.awaitsBody) === 0 || flows.fromOriginator) return
        const { payloadOffset, payloadLength } = frame
        // The head itself comes here too, after `onHttp`.
        if (startsResponse(packet.bytes, payloadOffset)) return
        const asked = mark & ~Mark.awaitsBody
        marks.set(flow, asked)
        seeBody(asked, packet.bytes, payloadOffset, payloadOffset + payloadLength)
      },
    }
  },
})

/** The mark of a flow whose request is parsed into `http`. */
function markOfRequest(traffic: Traffic, pages: PagesGiven, isNamed: boolean): number {
  const { http, flow, flows, hosts } = traffic
  if (updaterAgent.test(http.header('user-agent') ?? '')) return 0
  const isOutside = scopeOf(hosts, flows.responder(flow)) === AddressScope.outside
  const isBare = isOutside && addressHost.test(http.header('host') ?? '')
  const isWanted = isNamed || !isOutside || pages.hasGiven(flow) || http.header('referer') !== null
  return nameMark(http.target) | (isBare ? Mark.bareAddress : 0) | (isWanted ? 0 : Mark.script)
}

function nameMark(target: string): number {
  if (otherName.test(target)) return Mark.otherName
  return folderName.test(target) ? Mark.folder : 0
}

function disguiseText(mark: number): string {
  if (mark & Mark.otherName) return 'under the name of a picture or text'
  if (mark & Mark.otherType) return 'as the type of a picture or text'
  if (mark & Mark.bareAddress) return 'by address'
  return mark & Mark.folder ? 'from a folder' : 'from a script that no page led to'
}

/** The last part of the path. */
function fileName(target: string): string {
  const path = target.split('?', 1)[0] ?? ''
  return path.split('/').findLast((part) => part !== '') ?? path
}

/** Whether the payload starts with "HTTP": the current packet is the head. */
function startsResponse(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 72 && bytes[at + 1] === 84 && bytes[at + 2] === 84 && bytes[at + 3] === 80
}
