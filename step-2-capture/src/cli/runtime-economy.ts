import { setFlagsFromString } from 'node:v8'

/** Bytes of capture from which on code is worth the optimizer: some two million packets. */
const longBytesMin = 268_435_456

/** The old generation may grow by half before it is collected: 188 instead of 285 MB over ten million packets. */
const smallHeap = '--heap-growing-percent=50'
const heldBack = [
  '--invocation-count-for-turbofan=100000',
  '--max-inlined-bytecode-size-cumulative=300',
]
/** V8's own defaults. */
const letGo = ['--invocation-count-for-turbofan=3000', '--max-inlined-bytecode-size-cumulative=920']

/**
 * Has V8 save memory, and CPU time too: over a million packets its optimizing compiler costs more
 * than its code saves (1.36 against 1.19 CPU seconds), over ten million it pays. So it is held
 * back at first, and let go when a capture turns out to be long.
 * @returns what to tell the bytes that were read
 */
export function economizeRuntime(): (byteCount: number) => void {
  for (const flag of [smallHeap, ...heldBack]) setFlagsFromString(flag)
  let readBytes = 0
  return (byteCount) => {
    const before = readBytes
    readBytes += byteCount
    if (before >= longBytesMin || readBytes < longBytesMin) return
    for (const flag of letGo) setFlagsFromString(flag)
  }
}
