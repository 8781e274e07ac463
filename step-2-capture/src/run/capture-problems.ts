import type { Engine } from '../engine.ts'
import { type LossProblems, lossTexts } from '../flow/segment-counts.ts'
import { isKnownLinkType, linkTypeName } from '../pcap/link-type.ts'

/** Counts of packets, and of times at which the clock was set back. */
export interface TimeProblems {
  /** Recorded behind a packet that is later. */
  readonly out_of_order?: number
  /** Dated in the future of the packets around them, whose time they were given. */
  readonly from_the_future?: number
  /** How often the clock was set back; what follows is dated as if it had not been. */
  readonly set_back?: number
  /** With a time that cannot be: they were given that of the packet before them. */
  readonly invalid?: number
}

export interface CaptureProblems {
  readonly loss?: LossProblems
  readonly unknown_link_types?: readonly string[]
  readonly times?: TimeProblems
}

/** What a reader of the figures has to know about the capture itself; nothing where it is sound. */
export function captureProblems({ reader, steady, flows }: Engine): CaptureProblems {
  const unknown = reader.linkTypes.filter((type) => !isKnownLinkType(type)).map(linkTypeName)
  const counts = {
    out_of_order: steady.outOfOrderCount,
    from_the_future: steady.futureCount,
    set_back: steady.setBackCount,
    invalid: reader.invalidTimeCount,
  }
  const times = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  const { loss } = flows.segments
  return {
    ...(Object.keys(loss).length > 0 ? { loss } : {}),
    ...(unknown.length > 0 ? { unknown_link_types: unknown } : {}),
    ...(Object.keys(times).length > 0 ? { times } : {}),
  }
}

/** The same as sentences, with the packets that nothing judged. */
export function problemTexts(report: CaptureProblems & ReadPackets): string[] {
  const { packets, undecoded, unknown_link_types, times = {} } = report
  const texts: string[] = []
  if (undecoded > 0) {
    const share = `${undecoded} of ${packets} packets (${percentText(undecoded / packets)})`
    const why = unknown_link_types ? `; unknown link type ${unknown_link_types.join(', ')}` : ''
    texts.push(`${share} hold neither IP nor ARP that could be decoded, and were not judged${why}`)
  }
  texts.push(...lossTexts(report.loss))
  if (times.invalid) texts.push(`${packetsText(times.invalid)} an invalid time`)
  if (times.from_the_future) {
    texts.push(`${packetsText(times.from_the_future)} a time in the future of the others`)
  }
  if (times.out_of_order) {
    texts.push(`${packetsText(times.out_of_order)} a time before that of an earlier record`)
  }
  if (times.set_back) {
    texts.push(`the clock of the capture was set back ${times.set_back} times; times are moved on`)
  }
  return texts
}

interface ReadPackets {
  readonly packets: number
  readonly undecoded: number
}

function packetsText(count: number): string {
  return count === 1 ? '1 packet has' : `${count} packets have`
}

function percentText(share: number): string {
  if (share > 0.99 && share < 1) return 'over 99 %'
  return share < 0.01 ? 'below 1 %' : `${Math.round(share * 100)} %`
}
