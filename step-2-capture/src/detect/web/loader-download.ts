import { HttpKind } from '../../decode/http.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Severity } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { BodyStarts } from './body-starts.ts'
import { isLoaderAgent } from './loader-agents.ts'
import { isStagePath, type LoaderContent, loaderContentOf } from './loader-contents.ts'

/** 512 clients and servers at 250 B, for contents and for stages, are 256 kB. */
export const loaderPairCountMax = 512

/** What a page is made of, and what no script comes as. */
const pagePart = /^(?:image|video|audio|font)\/|^text\/(?:html|css)|javascript|json/i
/** Types that say nothing: of data that a browser is not to show. */
const dataType = /^application\/(?:octet-stream|x-msdownload|vnd\.)/i

/** What the request of a flow was, as bits of its mark. */
const Mark = { loader: 1, outside: 2, stage: 4 } as const

export const loaderDownload = defineDetector({
  name: 'loader_download',
  family: 'behaviour',
  about:
    'What loaders fetch by HTTP: scripts for Windows that run programs or load code, asked for by a ' +
    'script, a macro or none that gives its name; shortcuts, and archives of such a script, from ' +
    'outside; and stages of attack frameworks, by the sum of their paths. Parts of pages are left alone.',
  kinds: [
    {
      id: 'script_download',
      title: '{source} downloaded {content} from {service}, {times} (threshold: {limit})',
      technique: techniques.T1059,
      recommend:
        'Read the script in the capture, and isolate the source if no administrator sent it. Look ' +
        'for what it fetched next, and for the mail or document that started it.',
    },
    {
      id: 'staged_payload',
      title:
        '{source} fetched the stage of an attack framework from {service}, {times} ' +
        '(threshold: {limit})',
      technique: techniques.T1105,
      recommend:
        'Isolate the source now: Metasploit and Cobalt Strike load themselves like this, and then ' +
        'take orders. Cut the data out of the capture and have it analysed.',
    },
  ],
  options: {
    downloadCountMin: limit(1, {
      about: 'Such answers of one server to one client',
      unit: 'downloads',
    }),
    stageBytesMin: limit(40_000, {
      about: 'Shortest stage, by the length that the answer announces',
      unit: 'bytes',
      source: 'the stages of both frameworks have above 80 kB',
    }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowTargets('Servers that give out scripts on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, http } = traffic
    const { downloadCountMin, stageBytesMin, forgetAfterSeconds } = settings
    const requests = new FlowMarks(flows)
    const bounds = {
      countMax: loaderPairCountMax,
      forgetAfterSeconds,
      eventCountMin: downloadCountMin,
    }
    const downloads = new EventCounter(traffic, bounds)
    const stages = new EventCounter(traffic, bounds)
    const bodies = new BodyStarts(traffic, (bytes, start, end) => {
      const content = loaderContentOf(bytes, start, end)
      if (content) seeContent(content, requests.get(traffic.flow))
    })

    function seeContent(content: LoaderContent, mark: number): void {
      const isOutside = (mark & Mark.outside) !== 0
      // People look at scripts too, and administrators give them to their own machines.
      if (content.isScript && (mark & Mark.loader) === 0) return
      if (!content.isLoader && !isOutside) return
      const download = downloads.countPacket(serviceKey(traffic, traffic.flow))
      if (download) reportContent(download, content, isOutside)
    }

    function reportContent(
      download: EventTracker,
      content: LoaderContent,
      isOutside: boolean,
    ): void {
      const stated = aboutService(traffic, download)
      const severity: Severity = content.isLoader && isOutside ? 'high' : 'medium'
      reporter.emit({
        restate: () => reportContent(download, content, isOutside),
        ...stated,
        kind: 'script_download',
        severity,
        score: severity === 'high' ? 0.85 : 0.65,
        confidence: 0.75,
        values: {
          content: content.what,
          service: stated.targetGroup,
          times: counted(download.count, 'time'),
          limit: downloadCountMin,
        },
        reasons: [countReason('downloads', download.count, { typical: 0, unit: 'files' })],
      })
    }

    function seeStage(length: number): void {
      const download = stages.countPacket(serviceKey(traffic, traffic.flow))
      if (download) reportStage(download, length)
    }

    function reportStage(download: EventTracker, length: number): void {
      const stated = aboutService(traffic, download)
      reporter.emit({
        restate: () => reportStage(download, length),
        ...stated,
        kind: 'staged_payload',
        severity: 'high',
        score: 0.85,
        confidence: 0.8,
        values: {
          service: stated.targetGroup,
          times: counted(download.count, 'time'),
          limit: downloadCountMin,
        },
        reasons: [countReason('stage', length, { typical: 0, unit: 'bytes' })],
      })
    }

    function markOf(): number {
      const agent = http.header('user-agent')
      const isAlone = http.header('referer') === null
      const isOutside = scopeOf(hosts, flows.responder(traffic.flow)) === AddressScope.outside
      const isStage = isAlone && http.method === 'GET' && isStagePath(http.target)
      return (
        (isAlone && isLoaderAgent(agent) ? Mark.loader : 0) |
        (isOutside ? Mark.outside : 0) |
        (isStage ? Mark.stage : 0)
      )
    }

    function seeAnswer(): void {
      if (http.status !== 200 || !http.isComplete) return
      const mark = requests.get(traffic.flow)
      const type = http.header('content-type')
      const length = Number(http.header('content-length') ?? 0)
      const isData = type === null || dataType.test(type)
      if ((mark & Mark.stage) !== 0 && isData && length >= stageBytesMin) seeStage(length)
      // Of what a browser gets for a page only what it does not show is looked at.
      else if ((mark & Mark.loader) !== 0 || type === null || !pagePart.test(type)) bodies.seeHead()
    }

    return {
      applications: [Application.http],
      onHttp() {
        if (http.kind === HttpKind.request) requests.set(traffic.flow, markOf())
        else seeAnswer()
      },
      onPayload: () => bodies.seePayload(),
    }
  },
})
