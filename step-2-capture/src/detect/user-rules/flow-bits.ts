import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { FlowBitStep } from './flow-bit-step.ts'

/** Flows with notes: 8,192 at about 300 B are 2.5 MB; the oldest goes first. */
export const notedFlowCountMax = 8_192
/** Notes about hosts, 200 B each: 1.6 MB. */
export const hostNoteCountMax = 8_192
/** Notes of one flow: rules of public sets leave up to five. */
const noteCountMax = 64

/** Who a note of a host is about. */
export interface Ends {
  readonly flow: FlowId
  readonly source: HostId
  readonly target: HostId
}

/** What rules have noted for each other. */
export class FlowBits {
  readonly #ofFlow = new BoundedMap<FlowId, Set<string>>({ countMax: notedFlowCountMax })
  /** Until when each note of hosts holds, in traffic time. */
  readonly #ofHosts = new BoundedMap<string, number>({ countMax: hostNoteCountMax })

  /** Whether what a rule asks for was noted, or was not. */
  allows(steps: readonly FlowBitStep[], ends: Ends, timeUs: number): boolean {
    for (const step of steps) {
      if (step.action !== 'isset' && step.action !== 'isnotset') continue
      const isNoted = step.names.some((name) => this.#has(step, name, ends, timeUs))
      if (isNoted !== (step.action === 'isset')) return false
    }
    return true
  }

  /** Notes what a rule that has matched leaves behind. */
  note(steps: readonly FlowBitStep[], ends: Ends, timeUs: number): void {
    for (const step of steps) {
      for (const name of step.names) this.#apply(step, name, ends, timeUs)
    }
  }

  end(flow: FlowId): void {
    if (this.#ofFlow.size > 0) this.#ofFlow.delete(flow)
  }

  #has(step: FlowBitStep, name: string, ends: Ends, timeUs: number): boolean {
    if (step.of === 'flow') return this.#ofFlow.get(ends.flow)?.has(name) ?? false
    return (this.#ofHosts.get(keyOf(step, name, ends)) ?? 0) > timeUs
  }

  #apply(step: FlowBitStep, name: string, ends: Ends, timeUs: number): void {
    const { action } = step
    if (action === 'isset' || action === 'isnotset') return
    const isSet = action === 'set' || (action === 'toggle' && !this.#has(step, name, ends, timeUs))
    if (step.of !== 'flow') {
      const key = keyOf(step, name, ends)
      if (isSet) this.#ofHosts.renew(key, timeUs + step.seconds * 1e6)
      else this.#ofHosts.delete(key)
      return
    }
    const notes = this.#ofFlow.get(ends.flow)
    if (!isSet) notes?.delete(name)
    else if (!notes) this.#ofFlow.set(ends.flow, new Set([name]))
    else if (notes.size < noteCountMax) notes.add(name)
  }
}

function keyOf({ of }: FlowBitStep, name: string, { source, target }: Ends): string {
  if (of === 'source') return `${name} ${source}`
  if (of === 'target') return `${name} ${target}`
  return `${name} ${Math.min(source, target)} ${Math.max(source, target)}`
}
