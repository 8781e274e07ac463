import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, levels, limit, quantity, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 4,096 pairs at 250 B are 1 MB. */
export const uploadCountMax = 4_096

/** 1 TB is more than any limit is for. */
const kilobytes = { unit: 'kB', max: 1_000_000_000 }

/** What one host sends to one place. */
class Upload extends Tracker {
  sentBytes = 0
  receivedBytes = 0
  uploadFirstUs = this.firstUs
  uploadLastUs = Number.NEGATIVE_INFINITY
  /** The largest upload that is over. */
  largestBytes = 0

  /** The current upload is over, and another begins. */
  startNext(firstUs: number): void {
    this.largestBytes = Math.max(this.largestBytes, this.sentBytes)
    this.sentBytes = 0
    this.receivedBytes = 0
    this.uploadFirstUs = firstUs
    this.evidence.clear()
  }
}

export const exfiltration = defineDetector({
  name: 'exfiltration',
  family: 'behaviour',
  about:
    'Much more data going out to one place outside than ever before, with little coming back; ' +
    'backups that stay about as large are left alone.',
  kinds: [
    {
      id: 'exfiltration',
      title:
        '{source} sent {sent} to {target} in {span} and got {received} back; {before} ' +
        '(threshold: {limit} MB)',
      technique: techniques.T1048,
      recommend:
        'Ask the user of the source what was sent there. If it was no backup or upload of theirs, ' +
        'block the destination and find out which files were read on the source before.',
    },
  ],
  options: {
    kilobytesMin: limit(3_000, {
      about: 'Data that one host sends to one place outside',
      ...kilobytes,
    }),
    sentRatioMin: quantity(10, {
      about:
        'How many times as much must be sent as comes back: a call or a session goes both ways',
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
    allow: allowTargets('Destinations of backups and uploads'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, resolved } = traffic
    const { kilobytesMin, sentRatioMin, growthMin, pauseSeconds } = settings
    const { flowBytesMin, lookSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: uploadCountMax, forgetAfterSeconds }
    const uploads = new TrackerTable({ ...bounds, tracker: Upload })
    /** How much of each flow was added up already: two doubles a flow, 1 MB. */
    const countedSent = new Float64Array(flows.countMax)
    const countedReceived = new Float64Array(flows.countMax)
    const isCounted = new FlowMarks(flows)
    let lookedUs = Number.NEGATIVE_INFINITY

    function addUp(flow: FlowId): void {
      const sent = flows.originatorPayloadBytes(flow)
      if (sent < flowBytesMin) return
      own(flow)
      const newSent = sent - countedSent[flow]!
      if (newSent < flowBytesMin) return
      const peer = flows.responder(flow)
      if (scopeOf(hosts, peer) !== AddressScope.outside) return
      const received = flows.responderPayloadBytes(flow)
      const lastUs = flows.lastUs(flow)
      // A flow of which a part was added up goes on; another brings its own beginning.
      const startUs = countedSent[flow] === 0 ? flows.firstUs(flow) : lastUs
      const upload = uploads.open({ host: flows.originator(flow), peer }, lastUs)
      if (lastUs - upload.uploadLastUs > pauseSeconds * 1e6) upload.startNext(startUs)
      upload.uploadFirstUs = Math.min(upload.uploadFirstUs, startUs)
      upload.uploadLastUs = lastUs
      upload.sentBytes += newSent
      upload.receivedBytes += received - countedReceived[flow]!
      countedSent[flow] = sent
      countedReceived[flow] = received
      upload.evidence.addFlow(traffic, flow)
      judge(upload, flows.responderPort(flow))
    }

    /** What was counted belongs to the flow that had the slot before, if another has it now. */
    function own(flow: FlowId): void {
      if (isCounted.get(flow) === 1) return
      isCounted.set(flow, 1)
      countedSent[flow] = 0
      countedReceived[flow] = 0
    }

    function judge(upload: Upload, port: number): void {
      const { sentBytes } = upload
      if (!isOutstanding(upload)) return
      if (upload.hasDoubled(sentBytes / 1e3, kilobytesMin)) report(upload, port)
    }

    /** Against what came back, and against the largest upload before. */
    function isOutstanding({ sentBytes, receivedBytes, largestBytes }: Upload): boolean {
      return sentBytes >= receivedBytes * sentRatioMin && sentBytes >= largestBytes * growthMin
    }

    function report(upload: Upload, port: number): void {
      const { sentBytes, receivedBytes, largestBytes, uploadFirstUs, uploadLastUs } = upload
      const isNamed = resolved.has(hosts, upload.peer)
      const levels = isNamed ? settings.namedLevels : settings.unnamedLevels
      const ratio = sentBytes / Math.max(1, receivedBytes)
      reporter.emit({
        restate: () => report(upload, port),
        ...about(upload),
        kind: 'exfiltration',
        // What is stated may grow without standing out any more: then it is no graver.
        severity: isOutstanding(upload) ? severityOf(sentBytes / 1e3, levels) : 'info',
        score: growthScore(sentBytes / 1e3, kilobytesMin),
        confidence: 0.6,
        targetPort: port,
        firstUs: uploadFirstUs,
        values: {
          sent: bytesText(sentBytes),
          received: receivedBytes === 0 ? 'nothing' : bytesText(receivedBytes),
          span: durationText((uploadLastUs - uploadFirstUs) / 1e6),
          before:
            largestBytes === 0
              ? 'no upload there was seen before'
              : `its largest upload there before had ${bytesText(largestBytes)}`,
          limit: kilobytesMin / 1e3,
        },
        reasons: [
          countReason('sent', sentBytes / 1e6, {
            typical: Math.max(largestBytes, kilobytesMin * 1e3) / 1e6,
            unit: 'MB',
          }),
          countReason('sent_for_each_byte_received', Math.round(ratio), {
            typical: sentRatioMin,
            unit: 'bytes',
          }),
        ],
      })
    }

    return {
      onFlowEnd: addUp,
      onTick() {
        if (traffic.timeUs - lookedUs < lookSeconds * 1e6) return
        lookedUs = traffic.timeUs
        flows.forEach(addUp)
      },
    }
  },
})

/** An amount of data as people write it, with a digit after the point where there is one before. */
function bytesText(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? (['kB', 1e3] as const) : (['MB', 1e6] as const)
  const value = bytes / size
  const digits = value < 10 ? 1 : 0
  return `${Number(Math.max(0.1, value).toFixed(digits))} ${unit}`
}
