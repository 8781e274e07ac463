import { decodeFrame } from '../src/decode/decode-frame.ts'
import { Frame } from '../src/decode/frame.ts'
import { Packet } from '../src/pcap/packet.ts'
import type { Host } from '../src/simulate/network/host.ts'
import { Network } from '../src/simulate/network/network.ts'
import { linux, type OperatingSystem } from '../src/simulate/network/operating-system.ts'
import { Random } from '../src/simulate/random.ts'
import { type Process, type SimulatedPacket, Simulator } from '../src/simulate/simulator.ts'

/** A simulated network of two hosts and a gateway, for the tests of what is played on it. */
export class Lab {
  readonly network: Network
  readonly client: Host
  readonly server: Host
  readonly #simulator = new Simulator(1_768_381_200_000_000)

  constructor(options: { openPorts?: readonly number[]; closedPorts?: 'reset' | 'drop' } = {}) {
    const random = new Random('lab')
    const mac = Buffer.from('788a20000001', 'hex')
    const gateway = { name: 'gateway', address: '10.0.0.1', mac, system: linux }
    this.network = new Network(this.#simulator, random, gateway)
    this.client = this.host('10.0.0.2', linux)
    this.server = this.host('10.0.0.3', linux, options)
  }

  host(address: string, system: OperatingSystem, ports: object = {}): Host {
    const mac = Buffer.from([2, 0, 0, 0, 0, Number(address.split('.')[3])])
    return this.network.host({ name: address, address, mac, system, ...ports })
  }

  /** Plays a process to its end and gives back what was on the wire, decoded. */
  play(process: Process<unknown>): Decoded[] {
    this.#simulator.spawn(process as Process)
    return [...this.#simulator.run(Number.POSITIVE_INFINITY)].map(decoded)
  }
}

export interface Decoded extends SimulatedPacket {
  readonly frame: Frame
  /** Transport payload. */
  readonly payload: Buffer
  readonly isFromClient: boolean
}

function decoded(simulated: SimulatedPacket): Decoded {
  const { bytes, timeSeconds, timeNanoseconds } = simulated
  const length = bytes.length
  const record = { bytes, capturedLength: length, originalLength: length, linkType: 1 }
  const packet = Object.assign(new Packet(), { ...record, timeSeconds, timeNanoseconds })
  const frame = new Frame()
  decodeFrame(packet, frame)
  const start = frame.payloadOffset
  const end = start + frame.payloadLength
  const payload = start < 0 ? Buffer.alloc(0) : Buffer.from(bytes.subarray(start, end))
  return { ...simulated, frame, payload, isFromClient: bytes[frame.sourceAddressOffset + 3] === 2 }
}
