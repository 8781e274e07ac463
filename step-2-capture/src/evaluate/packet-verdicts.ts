import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CaptureFile } from '../capture/capture-file.ts'
import { running, type Settings } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import { Engine } from '../engine.ts'
import { pcapHeader, pcapRecord } from '../pcap/pcap-writer.ts'
import { runCapture } from '../run/run-capture.ts'
import { scenarios } from '../simulate/scenarios/scenarios.ts'
import { Simulation } from '../simulate/simulate.ts'

/** How often the verdict on a packet agrees with what the packet was. */
export interface PacketVerdicts {
  readonly name: string
  /** Packets of an attack that are called bad. */
  readonly found: number
  /** Others that are called bad. */
  readonly falseAlarms: number
  /** Packets of an attack that are not. */
  readonly missed: number
}

/** Share of the packets called bad that are; 1 where none is. */
export function precision({ found, falseAlarms }: PacketVerdicts): number {
  return found + falseAlarms === 0 ? 1 : found / (found + falseAlarms)
}

/** Share of the packets of an attack that are called bad; 1 where there are none. */
export function recall({ found, missed }: PacketVerdicts): number {
  return found + missed === 0 ? 1 : found / (found + missed)
}

export function totalOf(name: string, all: readonly PacketVerdicts[]): PacketVerdicts {
  const sum = (field: 'found' | 'falseAlarms' | 'missed') =>
    all.reduce((total, one) => total + one[field], 0)
  return { name, found: sum('found'), falseAlarms: sum('falseAlarms'), missed: sum('missed') }
}

export interface ScenarioOptions {
  readonly seeds: readonly number[]
  readonly settings: Settings
  /** Scenarios by name; all that hold an attack by default. */
  readonly names?: readonly string[]
}

/** The verdicts on each scenario of the simulator, which knows what each of its packets is. */
export function* judgeScenarios(options: ScenarioOptions): Generator<PacketVerdicts> {
  const { seeds, settings, names } = options
  for (const { name, kind } of scenarios) {
    if (names ? !names.includes(name) : kind === 'benign') continue
    yield totalOf(
      name,
      seeds.map((seed) => judgeScenario({ name, seed, settings })),
    )
  }
}

function judgeScenario(options: { name: string; seed: number; settings: Settings }) {
  const { name, seed, settings } = options
  const verdicts = new Verdicts(name, settings)
  const attacks: boolean[] = []
  verdicts.engine.push(pcapHeader())
  for (const packet of new Simulation({ scenario: name, seed })) {
    attacks.push(packet.isAttack)
    verdicts.engine.push(pcapRecord(packet))
  }
  verdicts.engine.end()
  return verdicts.compare(attacks)
}

const labelEnding = '_labeled.csv'

/**
 * The same of captures in `FOLDER/modbus`, each with a label for each packet beside it in
 * `NAME_labeled.csv`: the number of the frame, `;`, and 1 for an attack.
 */
export async function judgeLabelledPackets(
  folder: string,
  settings: Settings,
): Promise<PacketVerdicts[]> {
  const beside = join(folder, 'modbus')
  if (!existsSync(beside)) return []
  const found: PacketVerdicts[] = []
  for (const file of (await readdir(beside)).sort()) {
    const name = file.replace(/\.pcap(\.gz)?$/, '')
    const labels = join(beside, `${name}${labelEnding}`)
    if (name === file || !existsSync(labels)) continue
    const attacks = (await readFile(labels, 'utf8'))
      .split('\n')
      .filter((line) => line.includes(';'))
      .map((line) => line.trim().endsWith(';1'))
    const verdicts = new Verdicts(name, settings)
    const source = new CaptureFile({ path: join(beside, file), links: 'follow' })
    await runCapture(source, verdicts.engine, { signal: new AbortController().signal })
    found.push(verdicts.compare(attacks))
  }
  return found
}

/** An engine whose verdicts are kept: a byte a packet. */
class Verdicts {
  readonly engine: Engine
  readonly #name: string
  readonly #bad: boolean[] = []

  constructor(name: string, settings: Settings) {
    this.#name = name
    this.engine = new Engine({
      capture: { source: 'pcap', name },
      detectors: running(detectors, settings),
      seed: 1,
      onDetection: () => {},
      onPacket: (_, __, isBad) => this.#bad.push(isBad),
      onRevised: (number) => {
        this.#bad[number] = true
      },
    })
  }

  compare(attacks: readonly boolean[]): PacketVerdicts {
    const count = (isAttack: boolean, isBad: boolean) =>
      this.#bad.filter((bad, number) => bad === isBad && (attacks[number] ?? false) === isAttack)
        .length
    return {
      name: this.#name,
      found: count(true, true),
      falseAlarms: count(false, true),
      missed: count(true, false),
    }
  }
}
