import { useRecentAlerts } from '../api/alert-queries.ts'
import { StartChoices, useIsAskingForChoices } from '../run/start-choices.tsx'
import { Asking } from '../ui/asking.tsx'
import { RecentAlerts } from './recent-alerts.tsx'

/** Before anything was captured: what this is, and three ways to see it work. */
export function FirstRun() {
  const { data: alerts } = useRecentAlerts()
  if (useIsAskingForChoices()) return <Asking />
  return (
    <div className="mx-auto w-full max-w-5xl py-4 lg:py-10">
      <h1 className="text-2xl font-semibold tracking-tight">What is unusual on your network?</h1>
      <p className="mt-1 mb-6 max-w-prose text-ink-soft">
        Net Anomaly reads packets, says who does what others do not, and shows what that rests on.
        Nothing was captured since it started. Begin in one of three ways:
      </p>
      <StartChoices onStarted={() => {}} />
      {alerts && alerts.length > 0 && (
        <div className="mt-6">
          <RecentAlerts />
        </div>
      )}
    </div>
  )
}
