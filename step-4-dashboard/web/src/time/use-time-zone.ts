import { useSyncExternalStore } from 'react'
import { onTimeZone, timeZone } from '../format/time-zone.ts'

/** The zone that moments are shown in; who asks is drawn anew when it changes. */
export function useTimeZone(): string {
  return useSyncExternalStore(onTimeZone, timeZone)
}
