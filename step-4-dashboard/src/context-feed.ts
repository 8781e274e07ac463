import type { PersistenceContext } from 'step-3-persistence'
import type { LiveEvent, LiveFeed, LiveStatus } from './live-event.ts'

type Told = Pick<PersistenceContext, 'monitor' | 'model' | 'persistence'>

/** The events of the capture (step 2) and of the alert keeper (step 3) as one feed. */
export function contextFeed({ monitor, model, persistence }: Told): LiveFeed {
  const status = (): LiveStatus => {
    const { recent_packets: _, ...rest } = monitor.status()
    return { ...rest, model: model?.() ?? null }
  }

  function subscribe(listener: (event: LiveEvent) => void): () => void {
    let percent: number | undefined
    const tellProgress = () => {
      const { progress } = monitor.status()
      const now = progress === null ? undefined : Math.floor(progress * 100)
      if (now === percent) return
      percent = now
      listener({ name: 'status', data: status() })
    }
    const unsubscribes = [
      monitor.onStatus(() => listener({ name: 'status', data: status() })),
      monitor.onStats((stats) => {
        listener({ name: 'stats_update', data: stats })
        tellProgress()
      }),
      monitor.onPackets((packets) => listener({ name: 'packet_update', data: { packets } })),
      persistence.keeper.onAlerts(({ created, reopened, updated }) => {
        for (const data of [...created, ...reopened]) listener({ name: 'new_alert', data })
        for (const data of updated) listener({ name: 'alert_update', data })
      }),
    ]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  return { status, subscribe }
}
