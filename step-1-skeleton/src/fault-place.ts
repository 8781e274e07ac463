/** A line of a step's own files that an error came through. */
export interface FaultPlace {
  /** `step-2-capture/src/engine.ts:164` */
  readonly text: string
  /** Whether a learner wrote the file: it lies in `my/`. */
  readonly isOwn: boolean
}

const frame = /\/(step-\d-[a-z]+\/(src|my)\/[^\s:?]+\.ts)(?:\?[^\s:]*)?:(\d+):\d+/

/**
 * Where an error came from: the innermost line of a learner's file, since what the product throws
 * for a wrong argument is the fault of its caller; otherwise the innermost line of any step. A
 * learner's file that only waited for others (`at async`) is not to blame.
 */
export function faultPlaceOf(thrown: unknown): FaultPlace | undefined {
  if (!(thrown instanceof Error)) return undefined
  const [innermost, ...others] = (thrown.stack ?? '').split('\n').flatMap((line) => {
    const [, path, folder, number] = frame.exec(line) ?? []
    if (path === undefined || line.includes('/node_modules/')) return []
    const isWaiting = line.trimStart().startsWith('at async')
    return [{ text: `${path}:${number}`, isOwn: folder === 'my', isWaiting }]
  })
  const caller = others.find(({ isOwn, isWaiting }) => isOwn && !isWaiting)
  const place = innermost?.isOwn ? innermost : (caller ?? innermost)
  return place && { text: place.text, isOwn: place.isOwn }
}
