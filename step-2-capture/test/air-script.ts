import { LinkType } from '../src/pcap/link-type.ts'
import { writePcap } from '../src/pcap/pcap-writer.ts'
import {
  type BeaconFields,
  beaconBody,
  ManagementSubtype,
  managementFrame,
} from '../src/simulate/packet-builder/wireless.ts'
import { macBytes } from './lan-script.ts'
import { startSeconds, TrafficScript } from './traffic-script.ts'

/** Devices by their numbers; 0 is everyone. */
export interface AirEnds {
  readonly from: number
  readonly to?: number
  /** The access point; the sender by default. */
  readonly of?: number
}

/** Frames of Wi-Fi, as a card in monitor mode hears them. */
export class AirScript extends TrafficScript {
  readonly #linkType: number

  /** @param linkType IEEE802_11, or RADIOTAP, where the head of each frame says that it is sound. */
  constructor(linkType: number = LinkType.ieee80211) {
    super()
    this.#linkType = linkType
  }

  override bytes(): Uint8Array {
    return Buffer.concat([...writePcap(this.records, { linkType: this.#linkType })])
  }

  manage(
    subtype: number,
    { from, to = 0, of = from }: AirEnds,
    body: Uint8Array,
    { isRetry = false, isEncrypted = false, isDamaged = false } = {},
  ): this {
    const receiver = to === 0 ? Buffer.alloc(6, 0xff) : macBytes(to)
    const ends = { receiver, sender: macBytes(from), accessPoint: macBytes(of) }
    const frame = managementFrame({ subtype, ...ends, isRetry }, body)
    if (isEncrypted) frame[1] = (frame[1] as number) | 0x40
    // Its length, and two fields: a time and flags.
    const head = Buffer.from('000011000300000000000000000000000000', 'hex').subarray(0, 17)
    if (isDamaged) head[16] = 0x40
    const isBare = this.#linkType === LinkType.ieee80211
    const timeUs = Math.round(this.seconds * 1e6)
    this.records.push({
      timeSeconds: startSeconds + Math.floor(timeUs / 1e6),
      timeNanoseconds: (timeUs % 1_000_000) * 1000,
      bytes: isBare ? frame : Buffer.concat([head, frame]),
    })
    return this
  }

  leave(ends: AirEnds, state: { isRetry?: boolean; isEncrypted?: boolean } = {}): this {
    return this.manage(ManagementSubtype.deauthentication, ends, Buffer.from([7, 0]), state)
  }

  join(from: number, accessPoint: number): this {
    const ends = { from, to: accessPoint, of: accessPoint }
    return this.manage(ManagementSubtype.authentication, ends, Buffer.from([0, 0, 1, 0, 0, 0]))
  }

  /** A beacon. */
  beacon(
    from: number,
    fields: Partial<BeaconFields> = {},
    state: { isDamaged?: boolean } = {},
  ): this {
    const { name = 'home', protection = 'wpa', timestampUs = this.records.length * 7 } = fields
    const body = beaconBody({ name, protection, timestampUs })
    return this.manage(ManagementSubtype.beacon, { from }, body, state)
  }

  /** A probe response. */
  answer(from: number, to: number, name: string): this {
    const body = beaconBody({ name, protection: 'open', timestampUs: this.records.length })
    return this.manage(ManagementSubtype.probeResponse, { from, to }, body)
  }
}
