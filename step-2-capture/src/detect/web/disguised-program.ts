import { isEncodedProgram } from '../../decode/encoded-program.ts'
import { HttpKind } from '../../decode/http.ts'
import { isProgram } from '../../decode/program-start.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { BodyStarts } from './body-starts.ts'
import { commandAgent } from './loader-agents.ts'
import { PagesGiven } from './pages-given.ts'
import {
  disguiseText,
  fileName,
  hasProgramName,
  isProgramType,
  Mark,
  markOfAnswer,
  markOfRequest,
  onlyForWindows,
} from './program-request.ts'

/** 512 clients and servers at 250 B are 128 kB. */
export const downloadCountMax = 512

/** The first letter of "MZ"; programs for Linux begin with 0x7f. */
const windowsStart = 0x4d

export const disguisedProgram = defineDetector({
  name: 'disguised_program',
  family: 'behaviour',
  about:
    'A program that comes by HTTP under the name or type of a picture or text, from a folder, from a ' +
    'bare address outside, from a script that no page led to, to a browser without any name, or to a ' +
    'script, a macro or a loader, or encoded with a key that repeats; and programs for Windows that a command-line tool asks a server outside for. Updates of ' +
    'Windows are left alone.',
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
      marks.set(traffic.flow, markOfRequest(traffic, pages))
      if (!hasProgramName(target)) return
      if (!commandAgent.test(http.header('user-agent') ?? '')) return
      if (scopeOf(traffic.hosts, flows.responder(traffic.flow)) !== AddressScope.outside) return
      const request = requests.countPacket(serviceKey(traffic, traffic.flow))
      if (request) reportRequest(request, plainText(fileName(target), 40))
    }

    function reportRequest(request: EventTracker, file: string): void {
      const stated = aboutService(traffic, request)
      reporter.emit({
        restate: () => reportRequest(request, file),
        ...stated,
        kind: 'tool_download',
        severity: 'medium',
        score: 0.65,
        confidence: 0.6,
        values: {
          service: stated.targetGroup,
          file,
          times: counted(request.count, 'time'),
          limit: programCountMin,
        },
        reasons: [countReason('requests', request.count, { typical: 0, unit: 'requests' })],
      })
    }

    const bodies = new BodyStarts(traffic, (bytes, start, end) => {
      const mark = marks.get(traffic.flow)
      if (isEncodedProgram(bytes, start, end)) {
        count(Mark.encoded, 'a Windows program')
        return
      }
      if (mark === 0 || !isProgram(bytes, start, end)) return
      const isWindows = bytes[start] === windowsStart
      if ((mark & ~onlyForWindows) === 0 && !isWindows) return
      count(mark, isWindows ? 'a Windows program' : 'a program')
    })

    function count(mark: number, program: string): void {
      const download = downloads.countPacket(serviceKey(traffic, traffic.flow))
      if (download) reportDownload(download, mark, program)
    }

    function reportDownload(download: EventTracker, mark: number, program: string): void {
      const isDisguised = (mark & (Mark.otherName | Mark.otherType | Mark.encoded)) !== 0
      const stated = aboutService(traffic, download)
      reporter.emit({
        restate: () => reportDownload(download, mark, program),
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
        const { flow } = traffic
        pages.seeHead()
        if (http.kind === HttpKind.request) {
          seeRequest()
          return
        }
        if (http.status !== 200 || !http.isComplete) return
        const mark = markOfAnswer(traffic, marks.get(flow))
        marks.set(flow, mark)
        if (mark !== 0 || isProgramType(http.header('content-type'))) bodies.seeHead()
      },
      onPayload: () => bodies.seePayload(),
    }
  },
})
