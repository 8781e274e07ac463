import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, levels, limit, quantity, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { AddressList } from '../track/address-list.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 4,096 pairs at 250 B are 1 MB. */
export const uploadCountMax = 4_096

const kinds = [
  {
    id: 'exfiltration',
    title:
      '{source} sent {megabytes} MB to {target} in {span}; its largest upload there before had ' +
      '{before} MB (threshold: {limit} MB)',
    technique: techniques.T1048,
    recommend:
      'Ask the user of the source what was sent there. If it was no backup or upload of theirs, ' +
      'block the destination and find out which files were read on the source before.',
  },
] as const

const kilobytes = { unit: 'kB', max: 1_000_000_000 }

const options = {
  kilobytesMin: limit(3_000, {
    about: 'Data that one host sends to one place outside',
    ...kilobytes,
  }),
  sentRatioMin: quantity(10, {
    about: 'How many times as much must be sent as comes back: a call or a session goes both ways',
    unit: 'times',
  }),
  growthMin: quantity(3, {
    about: "How many times the host's largest earlier upload to that place it must be",
    unit: 'times',
  }),
  pauseSeconds: seconds(900, {
    about: 'A pause after which an upload is over and counts as an earlier one',
    min: 1,
  }),
  flowBytesMin: limit(10_000, {
    about: 'New data of a flow from which it is added up: most flows send less',
    unit: 'bytes',
  }),
  lookSeconds: seconds(30, { about: 'Traffic time between two looks at the open flows', min: 1 }),
  unnamedLevels: levels(
    { low: 3_000, medium: 20_000, high: 500_000 },
    {
      about: 'Data at which each severity starts, to an address that no DNS answer gave',
      ...kilobytes,
    },
  ),
  namedLevels: levels(
    { low: 3_000, medium: 200_000, high: 5_000_000 },
    {
      about: 'The same to an address that was asked for by name, as cloud services are',
      ...kilobytes,
    },
  ),
  forgetAfterSeconds: seconds(604_800, {
    about: 'A pause after which the earlier uploads are forgotten',
    min: 1,
    max: 2_592_000,
  }),
  allow: addresses({ about: 'Destinations of backups and uploads' }),
}

/** Much more data going out to one place than ever before, with little coming back. */
export const exfiltration = defineDetector({
  name: 'exfiltration',
  family: 'behaviour',
  about:
    'Much more data going out to one place outside than ever before, with little coming back; ' +
    'backups that stay about as large are left alone.',
  kinds,
  options,
  watch: (traffic, settings, reporter) => new Exfiltration(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof options>
type UploadReporter = Reporter<(typeof kinds)[number]>

class Upload extends Tracker {
  sentBytes = 0
  receivedBytes = 0
  uploadFirstUs = this.firstUs
  uploadLastUs = this.firstUs
  /** The largest upload that is over. */
  largestBytes = 0

  /** The upload at hand is over, and another begins. */
  startNext(firstUs: number): void {
    this.largestBytes = Math.max(this.largestBytes, this.sentBytes)
    this.sentBytes = 0
    this.receivedBytes = 0
    this.uploadFirstUs = firstUs
    this.evidence.clear()
  }
}

class Exfiltration implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: UploadReporter
  readonly #allowed: AddressList
  readonly #uploads: TrackerTable<Upload>
  /** How much of each flow was added up already: two doubles a flow, 1 MB. */
  readonly #countedSent: Float64Array
  readonly #countedReceived: Float64Array
  readonly #isCounted: FlowMarks
  #lookedUs = Number.NEGATIVE_INFINITY

  constructor(traffic: Traffic, settings: Settings, reporter: UploadReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    this.#countedSent = new Float64Array(traffic.flows.countMax)
    this.#countedReceived = new Float64Array(traffic.flows.countMax)
    this.#isCounted = new FlowMarks(traffic.flows)
    const { forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: uploadCountMax, forgetAfterSeconds }
    this.#uploads = new TrackerTable({ ...bounds, tracker: Upload })
  }

  onFlowEnd(flow: FlowId): void {
    this.#addUp(flow)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    if (timeUs - this.#lookedUs < this.#settings.lookSeconds * 1e6) return
    this.#lookedUs = timeUs
    flows.forEach((flow) => {
      this.#addUp(flow)
    })
  }

  #addUp(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const { flowBytesMin, pauseSeconds } = this.#settings
    const sent = flows.originatorPayloadBytes(flow)
    if (sent < flowBytesMin) return
    this.#own(flow)
    const received = flows.responderPayloadBytes(flow)
    const newSent = sent - this.#countedSent[flow]!
    if (newSent < flowBytesMin) return
    const peer = flows.responder(flow)
    if (scopeOf(hosts, peer) !== AddressScope.outside) return
    const lastUs = flows.lastUs(flow)
    const upload = this.#uploads.open({ host: flows.originator(flow), peer }, lastUs)
    if (lastUs - upload.uploadLastUs > pauseSeconds * 1e6) upload.startNext(lastUs)
    upload.uploadLastUs = lastUs
    upload.sentBytes += newSent
    upload.receivedBytes += received - this.#countedReceived[flow]!
    this.#countedSent[flow] = sent
    this.#countedReceived[flow] = received
    upload.evidence.addFlow(this.#traffic, flow)
    this.#judge(upload, flows.responderPort(flow))
  }

  /** What was counted belongs to the flow that had the slot before, if another has it now. */
  #own(flow: FlowId): void {
    if (this.#isCounted.get(flow) === 1) return
    this.#isCounted.set(flow, 1)
    this.#countedSent[flow] = 0
    this.#countedReceived[flow] = 0
  }

  #judge(upload: Upload, port: number): void {
    const { kilobytesMin, sentRatioMin, growthMin } = this.#settings
    const { sentBytes, receivedBytes, largestBytes, peer } = upload
    if (sentBytes < receivedBytes * sentRatioMin || sentBytes < largestBytes * growthMin) return
    const sentKilobytes = sentBytes / 1e3
    if (!upload.hasDoubled(sentKilobytes, kilobytesMin)) return
    if (!this.#allowed.has(this.#traffic.hosts.text(peer))) this.#report(upload, port)
  }

  #report(upload: Upload, port: number): void {
    const { hosts, resolved } = this.#traffic
    const { kilobytesMin, namedLevels, unnamedLevels } = this.#settings
    const { peer, receivedBytes, largestBytes, uploadFirstUs, uploadLastUs } = upload
    const sentKilobytes = upload.sentBytes / 1e3
    const megabytes = upload.sentBytes / 1e6
    const isNamed = resolved.has(hosts, peer)
    this.#reporter.emit({
      ...about(upload),
      kind: 'exfiltration',
      severity: severityOf(sentKilobytes, isNamed ? namedLevels : unnamedLevels),
      score: growthScore(sentKilobytes, kilobytesMin),
      confidence: 0.6,
      targetPort: port,
      firstUs: uploadFirstUs,
      values: {
        megabytes: megabytes.toFixed(0),
        span: durationText((uploadLastUs - uploadFirstUs) / 1e6),
        before: (largestBytes / 1e6).toFixed(1),
        limit: kilobytesMin / 1e3,
      },
      reasons: [
        countReason('sent', megabytes, { typical: largestBytes / 1e6, unit: 'MB' }),
        countReason('received', receivedBytes / 1e6, { typical: megabytes, unit: 'MB' }),
      ],
    })
  }
}
