import { useIsFetching } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'

/** A flow store that is only opened now answers after a second; longer than this, a page shows what it has. */
const heldMsMax = 2_000

/**
 * Holds a page back until its first answers are there. Cards that appear one after the other push
 * down what is read already; a part that is hidden may grow, and moves nothing that was seen.
 */
export function Settled({ children }: { children: ReactNode }) {
  const awaitedCount = useIsFetching({ predicate: ({ state }) => state.status === 'pending' })
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    if (isShown || awaitedCount > 0) return
    // An answer may lead to the next question, which is asked before the frame is drawn.
    const frame = requestAnimationFrame(() => setIsShown(true))
    return () => cancelAnimationFrame(frame)
  }, [awaitedCount, isShown])
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), heldMsMax)
    return () => clearTimeout(timer)
  }, [])
  return <div className={isShown ? '' : 'invisible'}>{children}</div>
}
