import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import type { Alert } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'
import { Throttle } from '../live/throttle.ts'

/** A reader of the screen has to be able to finish a sentence. */
const announceIntervalMs = 10_000

interface Announcements {
  readonly announce: (alert: Alert) => void
  readonly setMuted: (isMuted: boolean) => void
}

const AnnounceContext = createContext<Announcements>({ announce: () => {}, setMuted: () => {} })

/** Announces new alerts to screen readers: at most once every 10 seconds. */
export function Announcer({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')
  const [isMuted, setMuted] = useState(false)
  const announcements = useMemo(() => ({ announce: announcer(setText), setMuted }), [])
  return (
    <AnnounceContext value={announcements}>
      {children}
      <div aria-live="polite" className="sr-only">
        {isMuted ? '' : text}
      </div>
    </AnnounceContext>
  )
}

export function useAnnounceAlert(): (alert: Alert) => void {
  return use(AnnounceContext).announce
}

/** While the screen is paused nothing is announced. */
export function useMuteAnnouncements(isMuted: boolean): void {
  const { setMuted } = use(AnnounceContext)
  useEffect(() => {
    setMuted(isMuted)
    return () => setMuted(false)
  }, [isMuted, setMuted])
}

function announcer(say: (text: string) => void): (alert: Alert) => void {
  let waiting: Alert[] = []
  const timers = {
    nowMs: () => performance.now(),
    later: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
  }
  const throttle = new Throttle(
    () => {
      say(sentenceFor(waiting))
      waiting = []
    },
    () => announceIntervalMs,
    timers,
  )
  return (alert) => {
    waiting.push(alert)
    throttle.request()
  }
}

function sentenceFor(alerts: readonly Alert[]): string {
  const newest = alerts.at(-1)
  if (!newest) return ''
  const others = alerts.length > 1 ? ` and ${alerts.length - 1} more` : ''
  return `New alert, ${newest.severity}: ${visibleText(newest.title)}${others}`
}
