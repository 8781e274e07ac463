import type { PersistenceContext } from 'step-3-persistence'
import type { LiveEvent, LiveFeed, LiveStatus } from './live-event.ts'

type Told = Pick<PersistenceContext, 'monitor' | 'model' | 'persistence'>

/** The events of the capture (step 2) and of the alert writer (step 3) as one feed. */
export function contextFeed({ monitor, model, persistence }: Told): LiveFeed {
  const status = (): LiveStatus => {
    const { recent_packets: _, ...rest } = monitor.status()
    return { ...rest, model: model?.() ?? null }
  }

  function subscribe(listener: (events: readonly LiveEvent[]) => void): () => void {
    let percent: number | undefined
    /** The status once more, whenever the run has got on by a hundredth. */
    const progress = (): LiveEvent[] => {
      const { progress } = monitor.status()
      const now = progress === null ? undefined : Math.floor(progress * 100)
      if (now === percent) return []
      percent = now
      return [{ name: 'status', data: status() }]
    }
    const unsubscribes = [
      monitor.onStatus(() => listener([{ name: 'status', data: status() }])),
      monitor.onStats((data) => listener([{ name: 'stats_update', data }, ...progress()])),
      monitor.onPackets((packets) => listener([{ name: 'packet_update', data: { packets } }])),
      persistence.writer.onAlerts(({ created, reopened, updated, revised }) => {
        const isNew = [...created, ...reopened].map(
          (data) => ({ name: 'new_alert', data }) as const,
        )
        const known = [...updated, ...revised].map(
          (data) => ({ name: 'alert_update', data }) as const,
        )
        if (isNew.length + known.length > 0) listener([...isNew, ...known])
      }),
    ]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  return { status, subscribe }
}
