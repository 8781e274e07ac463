import { problemOf } from '../api/api-error.ts'
import { useTitle } from '../shell/use-title.ts'
import { Asking } from '../ui/asking.tsx'
import { Empty } from '../ui/empty.tsx'
import { ForestCard } from './forest-card.tsx'
import { GlossaryCard } from './glossary-card.tsx'
import { PacketCard } from './packet-card.tsx'
import { ProgressCard } from './progress-card.tsx'
import { useLearn } from './use-learn.ts'

/** The course beside the product: what is written, and two things to understand with the hand. */
export function LearnPage() {
  useTitle('Learn')
  const { data, error } = useLearn()
  if (error) return <Empty title={problemOf(error).message}>{problemOf(error).fix}</Empty>
  if (!data) return <Asking />
  return (
    <div className="flex flex-col gap-3 lg:gap-4">
      <h1 className="sr-only">Learn</h1>
      <ProgressCard learn={data} />
      <div className="grid min-w-0 items-start gap-3 xl:grid-cols-2 lg:gap-4">
        <ForestCard forest={data.forest} />
        <PacketCard packet={data.packet} />
      </div>
      <GlossaryCard glossary={data.glossary} />
    </div>
  )
}
