import { useEffect, useState } from 'react'

/** The time in epoch milliseconds, once a second while `isOn`. */
export function useNow(isOn: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    if (!isOn) return
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [isOn])
  return nowMs
}
