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
import { aboutService, serviceKey } from '../track/service.ts'

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

/** What the request of a flow was, as bits of its mark. */
const Mark = { otherName: 1, bareAddress: 2, otherType: 4, awaitsBody: 8, folder: 16 } as const

export const disguisedProgram = defineDetector({
  name: 'disguised_program',
  family: 'behaviour',
  about:
    'A program that comes by HTTP under the name or type of a picture or text, from a folder, or ' +
    'from a bare address outside; updates of Windows are left alone.',
  kinds: [
    {
      id: 'disguised_program',
      title: '{source} downloaded {program} from {service}, {times} (threshold: {limit})',
      technique: techniques.T1105,
      recommend:
        'Isolate the source, cut the program out of the capture and have it analysed. Loaders ' +
        'fetch their malware like this, from hacked web sites.',
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
    const downloads = new EventCounter(traffic, {
      countMax: downloadCountMax,
      forgetAfterSeconds,
      eventCountMin: programCountMin,
    })

    function seeBody(mark: number, bytes: Uint8Array, start: number, end: number): void {
      if (mark === 0 || !isProgram(bytes, start, end)) return
      const isWindows = latin1Text(bytes, start, start + 2) === 'MZ'
      // Devices fetch their firmware from folders too; programs for people have a name.
      if (mark === Mark.folder && !isWindows) return
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
        if (http.kind === HttpKind.request) {
          marks.set(flow, markOfRequest(traffic))
          return
        }
        if (http.status !== 200 || !http.isComplete) return
        const asked = marks.get(flow) & (Mark.otherName | Mark.bareAddress | Mark.folder)
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
function markOfRequest({ http, flow, flows, hosts }: Traffic): number {
  if (updaterAgent.test(http.header('user-agent') ?? '')) return 0
  const isOutside = scopeOf(hosts, flows.responder(flow)) === AddressScope.outside
  const isBare = isOutside && addressHost.test(http.header('host') ?? '')
  return nameMark(http.target) | (isBare ? Mark.bareAddress : 0)
}

function nameMark(target: string): number {
  if (otherName.test(target)) return Mark.otherName
  return folderName.test(target) ? Mark.folder : 0
}

function disguiseText(mark: number): string {
  if (mark & Mark.otherName) return 'under the name of a picture or text'
  if (mark & Mark.otherType) return 'as the type of a picture or text'
  return mark & Mark.bareAddress ? 'by address' : 'from a folder'
}

/** Whether the payload starts with "HTTP": the current packet is the head. */
function startsResponse(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 72 && bytes[at + 1] === 84 && bytes[at + 2] === 84 && bytes[at + 3] === 80
}
