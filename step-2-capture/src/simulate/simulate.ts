import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import type { CaptureLabels } from './labels.ts'
import { Office } from './network/office.ts'
import { Random } from './random.ts'
import { startOffice } from './scenarios/office.ts'
import { epochSeconds, type Scenario, Stage } from './scenarios/scenario.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { type SimulatedPacket, Simulator } from './simulator.ts'

export interface SimulateOptions {
  /** Name of one of `scenarios`. */
  readonly scenario: string
  /** The same seed gives the same packets, byte for byte. Default 1. */
  readonly seed?: number
  /** Traffic time of the start, microseconds since 1970. Default `defaultStartTimeUs`. */
  readonly startTimeUs?: number
  /** Traffic time to play; Infinity never ends. Default: the scenario's own length. */
  readonly durationSeconds?: number
  /** Liveliness of the office, 1 being a calm working day. Default: the scenario's own. */
  readonly activity?: number
}

/** A Wednesday morning, 2026-01-14 09:00 UTC: a capture must not depend on when it was made. */
export const defaultStartTimeUs = Date.UTC(2026, 0, 14, 9) * 1000

/**
 * Seeded traffic as packets in order of time, made while they are taken: memory stays bounded
 * however long it plays. @throws AppError `E_UNKNOWN_SCENARIO`
 */
export function simulate(options: SimulateOptions): Simulation {
  return new Simulation(options)
}

/** A capture in the making: iterate over it for its packets, then read its labels. */
export class Simulation implements Iterable<SimulatedPacket> {
  readonly scenario: Scenario
  readonly seed: number
  readonly durationSeconds: number
  readonly #simulator: Simulator
  readonly #stage: Stage
  #packetCount = 0

  constructor(options: SimulateOptions) {
    const { seed = 1, startTimeUs = defaultStartTimeUs } = options
    this.seed = seed
    this.scenario = findScenario(options.scenario)
    this.durationSeconds = options.durationSeconds ?? this.scenario.durationSeconds
    this.#simulator = new Simulator(startTimeUs)
    const random = new Random(`${this.scenario.name}/${seed}`)
    const activity = options.activity ?? this.scenario.activity ?? 1
    const office = new Office(this.#simulator, random, activity)
    this.#stage = new Stage(this.scenario, office, this.endTimeUs)
    startOffice(office)
    const attack = this.scenario.play?.(this.#stage)
    if (attack) this.#simulator.spawn(attack, this.#attackDelayUs())
  }

  get endTimeUs(): number {
    return this.#simulator.startTimeUs + this.durationSeconds * 1e6
  }

  *[Symbol.iterator](): Generator<SimulatedPacket, void> {
    for (const packet of this.#simulator.run(this.endTimeUs)) {
      this.#packetCount++
      yield packet
    }
  }

  /** What was played so far: complete once the iteration has ended. */
  get labels(): CaptureLabels {
    return {
      scenario: this.scenario.name,
      description: this.scenario.description,
      source: 'simulate',
      seed: this.seed,
      duration_seconds: this.durationSeconds,
      activity: this.#stage.office.activity,
      start: epochSeconds(this.#simulator.startTimeUs),
      end: epochSeconds(Math.min(this.endTimeUs, this.#simulator.nowUs)),
      packets: this.#packetCount,
      attacks: this.#stage.attacks,
    }
  }

  /** The attack comes after the first third, so that there is ordinary traffic to compare with. */
  #attackDelayUs(): number {
    const seconds = Math.min(this.durationSeconds, this.scenario.durationSeconds)
    return seconds * this.#stage.random.between(0.28, 0.4) * 1e6
  }
}

/** @throws AppError `E_UNKNOWN_SCENARIO` */
export function findScenario(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name)
  if (scenario) return scenario
  throw new AppError(
    errorCodes.E_UNKNOWN_SCENARIO,
    `there is no scenario ${JSON.stringify(name)}`,
    {
      fix: `Choose one of: ${scenarios.map((candidate) => candidate.name).join(', ')}.`,
    },
  )
}
