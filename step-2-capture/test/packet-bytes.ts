/** Builds packets header by header for tests: each function puts its header before the payload. */
export type Bytes = readonly number[]

export const u16 = (value: number): Bytes => [(value >>> 8) & 255, value & 255]
export const u32 = (value: number): Bytes => [...u16(value >>> 16), ...u16(value & 0xffff)]
export const zeros = (count: number): Bytes => new Array<number>(count).fill(0)
export const text = (value: string): Bytes => [...new TextEncoder().encode(value)]

export const clientMac = [2, 0, 0, 0, 0, 1]
export const serverMac = [2, 0, 0, 0, 0, 2]
export const client4 = [10, 0, 0, 1]
export const server4 = [10, 0, 0, 2]
export const client6 = [0x20, 1, 0xd, 0xb8, ...zeros(11), 1]
export const server6 = [0x20, 1, 0xd, 0xb8, ...zeros(11), 2]

export const ethernet = (type: number, payload: Bytes): Bytes => [
  ...serverMac,
  ...clientMac,
  ...u16(type),
  ...payload,
]

export const vlan = (id: number, type: number, payload: Bytes): Bytes => [
  ...u16(id),
  ...u16(type),
  ...payload,
]

export interface Ipv4Fields {
  readonly length?: number
  readonly headerWords?: number
  readonly version?: number
  readonly id?: number
  /** Flags and offset as one word. */
  readonly fragment?: number
}

export function ipv4(protocol: number, payload: Bytes, fields: Ipv4Fields = {}): Bytes {
  const { headerWords = 5, version = 4, id = 7, fragment = 0 } = fields
  const options = zeros(Math.max(0, headerWords * 4 - 20))
  const length = fields.length ?? 20 + options.length + payload.length
  return [
    (version << 4) | headerWords,
    0,
    ...u16(length),
    ...u16(id),
    ...u16(fragment),
    64,
    protocol,
    0,
    0,
    ...client4,
    ...server4,
    ...options,
    ...payload,
  ]
}

export function ipv6(next: number, payload: Bytes, length = payload.length): Bytes {
  return [0x60, 0, 0, 0, ...u16(length), next, 63, ...client6, ...server6, ...payload]
}

export interface TcpFields {
  readonly source?: number
  readonly destination?: number
  readonly flags?: number
  readonly options?: Bytes
  readonly headerWords?: number
}

export function tcp(payload: Bytes, fields: TcpFields = {}): Bytes {
  const { source = 40_000, destination = 80, flags = 0x18, options = [] } = fields
  const words = fields.headerWords ?? 5 + options.length / 4
  return [
    ...u16(source),
    ...u16(destination),
    ...u32(0xfffffff0),
    ...u32(0x80000001),
    words << 4,
    flags,
    ...u16(1024),
    ...zeros(4),
    ...options,
    ...payload,
  ]
}

export function udp(payload: Bytes, source = 5353, destination = 9999, length = -1): Bytes {
  const wire = length < 0 ? 8 + payload.length : length
  return [...u16(source), ...u16(destination), ...u16(wire), 0, 0, ...payload]
}

export const icmp = (type: number, code: number, payload: Bytes): Bytes => [
  type,
  code,
  ...zeros(6),
  ...payload,
]

export const arp = (operation: number): Bytes => [
  ...u16(1),
  ...u16(0x0800),
  6,
  4,
  ...u16(operation),
  ...clientMac,
  ...client4,
  ...zeros(6),
  ...server4,
]
