import type { Exercise } from './exercise.ts'
import { calibration } from './exercises/calibration.ts'
import { flowKey } from './exercises/flow-key.ts'
import { foreignGuard } from './exercises/foreign-guard.ts'
import { groupKey } from './exercises/group-key.ts'
import { ipv4 } from './exercises/ipv4.ts'
import { isolationTree } from './exercises/isolation-tree.ts'
import { memoryStore } from './exercises/memory-store.ts'
import { paging } from './exercises/paging.ts'
import { portScan } from './exercises/port-scan.ts'
import { severity } from './exercises/severity.ts'
import { tickBuffer } from './exercises/tick-buffer.ts'
import { tokenGate } from './exercises/token-gate.ts'
import { udp } from './exercises/udp.ts'
import { windowFeature } from './exercises/window-feature.ts'

/** Every exercise of the course, in the order in which they are to be done. */
export const exercises: readonly Exercise[] = [
  isolationTree,
  calibration,
  foreignGuard,
  udp,
  ipv4,
  flowKey,
  windowFeature,
  portScan,
  groupKey,
  severity,
  paging,
  memoryStore,
  tickBuffer,
  tokenGate,
]

export function exerciseOf(id: string): Exercise | undefined {
  return exercises.find((exercise) => exercise.id === id)
}
