import { macText } from '../network/addresses.ts'
import { vendorMac } from '../network/vendors.ts'
import {
  type BeaconFields,
  beaconBody,
  ManagementSubtype,
  managementFrame,
  sensorMessage,
} from '../packet-builder/wireless.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

const everyone = Buffer.alloc(6, 0xff)
const beaconPauseUs = 102_400
/** Where sensors send what they hear. */
const sensorPort = 37_008

/** What a sensor hears of the office's Wi-Fi, and sends on to a server by TZSP. */
class Air {
  readonly accessPoint: Buffer
  readonly station: Buffer
  readonly name: string
  readonly #stage: Stage
  readonly #sensor
  #sequence = 0

  constructor(stage: Stage) {
    const { random, office } = stage
    this.#stage = stage
    this.#sensor = office.intruder('sensor')
    this.accessPoint = vendorMac('ubiquiti', random)
    this.station = vendorMac('apple', random)
    this.name = `office-${random.integer(1, 99)}`
  }

  send(
    subtype: number,
    ends: { receiver: Uint8Array; sender: Uint8Array; accessPoint: Uint8Array },
    body: Uint8Array,
  ): void {
    const { wire, office } = this.#stage
    const frame = managementFrame({ subtype, ...ends, sequence: this.#sequence++ & 0xfff }, body)
    const ports = { sourcePort: sensorPort, destinationPort: sensorPort }
    wire.udp(this.#sensor, office.machines.fileServer, ports, sensorMessage(frame))
  }

  announce(
    accessPoint: Uint8Array,
    fields: Partial<BeaconFields> & Pick<BeaconFields, 'protection'>,
    subtype: number = ManagementSubtype.beacon,
  ): void {
    const { name = this.name, timestampUs = this.#stage.wire.nowUs % 1e12, protection } = fields
    const receiver = subtype === ManagementSubtype.beacon ? everyone : this.station
    const body = beaconBody({ name, protection, timestampUs })
    this.send(subtype, { receiver, sender: accessPoint, accessPoint }, body)
  }

  /** The office's own access point, from the start of the capture. */
  *ordinary(): Process {
    for (;;) {
      this.announce(this.accessPoint, { protection: 'wpa' })
      yield beaconPauseUs
    }
  }
}

interface WirelessAttack {
  readonly name: string
  readonly description: string
  readonly technique: string
  /** Plays it; gives what the label says of it. */
  readonly play: (stage: Stage, air: Air) => { readonly attacker: string; readonly run: Process }
}

const attacks: readonly WirelessAttack[] = [
  {
    name: 'deauthentication_flood',
    description:
      'Hundreds of frames part a station from its access point, as aireplay-ng sends them.',
    technique: 'T1498.001',
    play(stage, air) {
      const rounds = stage.random.integer(3, 8)
      const { accessPoint, station } = air
      const reason = Buffer.from([7, 0])
      const run = function* () {
        for (let sent = 0; sent < rounds * 64; sent++) {
          const { deauthentication } = ManagementSubtype
          air.send(
            deauthentication,
            { receiver: station, sender: accessPoint, accessPoint },
            reason,
          )
          yield 2_000
          air.send(
            deauthentication,
            { receiver: accessPoint, sender: station, accessPoint },
            reason,
          )
          yield 2_000
        }
      }
      return { attacker: 'unknown', run: run() }
    },
  },
  {
    name: 'joining_flood',
    description: 'Thousands of invented stations ask an access point to let them in, as mdk4 does.',
    technique: 'T1499.001',
    play(stage, air) {
      const { random } = stage
      const perSecond = random.integer(50, 200)
      const { accessPoint } = air
      const run = function* () {
        for (let sent = 0; sent < perSecond * 8; sent++) {
          const sender = inventedMac(stage)
          const body = Buffer.from([0, 0, 1, 0, 0, 0])
          const ends = { receiver: accessPoint, sender, accessPoint }
          air.send(ManagementSubtype.authentication, ends, body)
          yield random.exponential(1e6 / perSecond)
        }
      }
      return { attacker: 'unknown', run: run() }
    },
  },
  {
    name: 'beacon_flood',
    description: 'One device announces hundreds of invented networks, as mdk4 does.',
    technique: 'T1499.001',
    play(stage, air) {
      const { random } = stage
      const perSecond = random.integer(60, 150)
      const run = function* () {
        for (let sent = 0; sent < perSecond * 12; sent++) {
          const name = random.text(random.integer(5, 20))
          air.announce(inventedMac(stage), { name, protection: 'wpa', timestampUs: 0 })
          yield random.exponential(1e6 / perSecond)
        }
      }
      return { attacker: 'unknown', run: run() }
    },
  },
  {
    name: 'evil_twin',
    description: "A second access point has the office's name and no encryption.",
    technique: 'T1557.004',
    play(stage, air) {
      const twin = vendorMac('kali', stage.random)
      const run = function* () {
        for (let sent = 0; sent < 200; sent++) {
          air.announce(twin, { protection: 'open' })
          yield beaconPauseUs
        }
      }
      return { attacker: macText(twin), run: run() }
    },
  },
  {
    name: 'every_name_answered',
    description: 'An access point says that it is whatever network a station looks for (KARMA).',
    technique: 'T1557.004',
    play(stage, air) {
      const { random } = stage
      const rogue = vendorMac('kali', random)
      const run = function* () {
        for (let sent = 0; sent < random.integer(12, 30); sent++) {
          const name = random.text(random.integer(5, 20))
          air.announce(rogue, { name, protection: 'open' }, ManagementSubtype.probeResponse)
          yield random.exponential(2e6)
        }
      }
      return { attacker: macText(rogue), run: run() }
    },
  },
]

export const wirelessAttacks: readonly Scenario[] = attacks.map(
  ({ name, description, technique, play }) => ({
    name,
    description,
    kind: 'attack',
    technique,
    durationSeconds: 180,
    play(stage) {
      const air = new Air(stage)
      stage.wire.simulator.spawn(air.ordinary())
      const { attacker, run } = play(stage, air)
      const victims = [stage.office.machines.fileServer]
      return stage.attack({ kind: name, attacker, victims }, run)
    },
  }),
)

function inventedMac({ random }: Stage): Uint8Array {
  const mac = random.bytes(6)
  mac[0] = (mac[0] as number) & 0xfc
  return mac
}
