import { useTitle } from '../shell/use-title.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { ActiveCard } from './active-card.tsx'
import { ComparisonCard } from './comparison-card.tsx'
import { EvaluationCard } from './evaluation-card.tsx'
import { ScoreCard } from './score-card.tsx'
import { SecondStageCard } from './second-stage-card.tsx'
import { TrainForm } from './train-form.tsx'
import { VersionsCard } from './versions-card.tsx'

/** The model that judges, every other version, what was stated, and how to train another one. */
export function ModelsPage() {
  useTitle('Models')
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageHeading
        title="Models"
        about="What is ordinary here is learned; what is not is stated, and explained"
      />
      <ActiveCard />
      <VersionsCard />
      <ComparisonCard />
      <TrainForm />
      <ScoreCard />
      <EvaluationCard />
      <SecondStageCard />
    </div>
  )
}
