import { IpProtocol } from '../decode/frame.ts'
import { PartKind } from './datagram-parts.ts'
import { FragmentPart } from './fragment-part.ts'

/** Bytes of a TCP header up to its flags and those behind them, and of the header of UDP. */
const tcpHeaderBytes = 20
const headerBytesMin = 8

/** What a fragment is to its datagram; one is reused. */
export class SeenFragment {
  readonly part = new FragmentPart()
  /** A PartKind. */
  kind: number = PartKind.fresh
  /** Of those of its datagram that came. */
  isFirst = false
  /** It was the last one missing. */
  isWhole = false
  /** Since the first fragment of its datagram that came. */
  ageUs = Number.NaN

  /** RFC 1858: a first part that hides the ports or the flags in the second, or that second part. */
  get isTiny(): boolean {
    const { start, protocol, wireLength, hasMore } = this.part
    const isTcp = protocol === IpProtocol.tcp
    if (isTcp && start === headerBytesMin) return true
    return start === 0 && hasMore && wireLength < (isTcp ? tcpHeaderBytes : headerBytesMin)
  }
}
