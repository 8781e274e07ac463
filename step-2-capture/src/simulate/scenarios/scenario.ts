import type { AttackLabel } from '../labels.ts'
import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import type { Office } from '../network/office.ts'
import type { Wire } from '../network/wire.ts'
import type { Random } from '../random.ts'
import type { Process } from '../simulator.ts'

/** One scenario: what is played on the simulated office, beside its ordinary traffic. */
export interface Scenario {
  readonly name: string
  readonly description: string
  readonly kind: 'benign' | 'attack' | 'mixed'
  /** ATT&CK technique, where there is one. */
  readonly technique?: string
  /** Length of the capture when the caller names none. */
  readonly durationSeconds: number
  /** Liveliness of the office around it; long captures take a calmer one. Default 1. */
  readonly activity?: number
  /** The attack. It starts after the first third of the capture. */
  play?(stage: Stage): Process
}

export interface AttackStart {
  readonly kind: string
  readonly attacker: Host | string
  readonly victims: readonly (Host | string)[]
  readonly technique?: string
  readonly details?: Record<string, string | number>
}

/** What a scenario plays on, and where it writes down what it did. */
export class Stage {
  readonly office: Office
  readonly random: Random
  readonly scenario: Scenario
  readonly endTimeUs: number
  readonly attacks: AttackLabel[] = []

  constructor(scenario: Scenario, office: Office, endTimeUs: number) {
    this.scenario = scenario
    this.office = office
    this.random = office.network.random.fork(`scenario/${scenario.name}`)
    this.endTimeUs = endTimeUs
  }

  get network(): Network {
    return this.office.network
  }

  get wire(): Wire {
    return this.office.network.wire
  }

  /** Traffic time that is left, in seconds. */
  get secondsLeft(): number {
    return (this.endTimeUs - this.wire.nowUs) / 1e6
  }

  /** Runs the attack and labels it with the time that it really took. */
  *attack(start: AttackStart, process: Process): Process {
    const label: AttackLabel = {
      kind: start.kind,
      attacker: addressOf(start.attacker),
      victims: start.victims.map(addressOf),
      technique: start.technique ?? this.scenario.technique ?? null,
      start: epochSeconds(this.wire.nowUs),
      end: epochSeconds(this.endTimeUs),
      details: start.details ?? {},
    }
    this.attacks.push(label)
    const { simulator } = this.wire
    simulator.isAttack = true
    yield* process
    simulator.isAttack = false
    label.end = epochSeconds(this.wire.nowUs)
  }

  /** What happens during an attack and would happen without it: what a victim does by itself. */
  ordinarily(happen: () => void): void {
    const { simulator } = this.wire
    const { isAttack } = simulator
    simulator.isAttack = false
    happen()
    simulator.isAttack = isAttack
  }
}

/** Microseconds since 1970 as seconds, exact to the microsecond. */
export function epochSeconds(timeUs: number): number {
  return Math.floor(timeUs) / 1e6
}

function addressOf(host: Host | string): string {
  return typeof host === 'string' ? host : host.address
}
