import type { AlertDetail } from 'step-3-persistence'
import { Advice } from './advice.tsx'
import { AlertHeading } from './alert-heading.tsx'
import { Evidence } from './evidence.tsx'
import { Facts } from './facts.tsx'
import { History } from './history.tsx'
import { Notes } from './notes.tsx'
import { Reasons } from './reasons.tsx'
import { Related } from './related.tsx'
import { Timeline } from './timeline.tsx'

export function AlertBody({ alert }: { alert: AlertDetail }) {
  return (
    <>
      <AlertHeading alert={alert} />
      <Advice alert={alert} />
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-3 lg:gap-4">
        <div className="flex min-w-0 flex-col gap-3 lg:col-span-2 lg:gap-4">
          <Reasons alert={alert} />
          <Timeline alert={alert} />
          <Related alert={alert} />
          <Notes alert={alert} />
        </div>
        <div className="flex min-w-0 flex-col gap-3 lg:gap-4">
          <Facts alert={alert} />
          <History history={alert.history} />
        </div>
      </div>
      <Evidence alert={alert} />
    </>
  )
}
