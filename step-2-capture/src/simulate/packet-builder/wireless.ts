/** Subtypes of management frames of Wi-Fi (IEEE 802.11, 9.2.4.1.3). */
export const ManagementSubtype = {
  associationRequest: 0,
  probeResponse: 5,
  beacon: 8,
  disassociation: 10,
  authentication: 11,
  deauthentication: 12,
} as const

export interface ManagementHeader {
  readonly subtype: number
  readonly receiver: Uint8Array
  readonly sender: Uint8Array
  /** The MAC address of the access point. */
  readonly accessPoint: Uint8Array
  readonly sequence?: number
  /** It was sent before, and not confirmed. */
  readonly isRetry?: boolean
}

/** A management frame of Wi-Fi, without its check sequence. */
export function managementFrame(header: ManagementHeader, body: Uint8Array): Buffer {
  const { subtype, receiver, sender, accessPoint, sequence = 0, isRetry = false } = header
  const head = Buffer.from([subtype << 4, isRetry ? 8 : 0, 0x3a, 1])
  const control = Buffer.from([(sequence & 15) << 4, (sequence >>> 4) & 255])
  return Buffer.concat([head, receiver, sender, accessPoint, control, body])
}

export interface BeaconFields {
  readonly name: string | Uint8Array
  readonly protection: 'open' | 'wep' | 'wpa'
  /** The clock of the access point. */
  readonly timestampUs: number
}

/** The body of a beacon or a probe response. */
export function beaconBody({ name, protection, timestampUs }: BeaconFields): Buffer {
  const head = Buffer.alloc(12)
  head.writeBigUInt64LE(BigInt(Math.floor(timestampUs)), 0)
  head.writeUInt16LE(100, 8)
  head.writeUInt16LE(protection === 'open' ? 0x0421 : 0x0431, 10)
  const text = Buffer.from(name)
  const rates = Buffer.from([1, 4, 0x82, 0x84, 0x8b, 0x96])
  // One cipher and one key management: CCMP, with a password.
  const rsn = Buffer.from('30140100000fac040100000fac040100000fac020000', 'hex')
  const parts = [head, Buffer.from([0, text.length]), text, rates]
  return Buffer.concat(protection === 'wpa' ? [...parts, rsn] : parts)
}

/** A frame of Wi-Fi as a sensor sends it on in a datagram (TZSP: received, 802.11, no tags). */
export function sensorMessage(frame: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([1, 0, 0, 0x12, 1]), frame])
}
