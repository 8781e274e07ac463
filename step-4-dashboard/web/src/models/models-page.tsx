import { formatMoment } from '../format/moment.ts'
import { useLive } from '../live/live-context.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ScoreCard } from './score-card.tsx'
import { TrainForm } from './train-form.tsx'

/** The model that judges, what it stated, and how to train another one. */
export function ModelsPage() {
  useTitle('Models')
  const { status } = useLive()
  const model = status?.model
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageHeading
        title="Models"
        about="What is ordinary here is learned; what is not is stated, and explained"
      />
      <Card title="In force">
        {model ? (
          <dl className="flex flex-wrap gap-x-10 gap-y-2 text-sm">
            <Fact name="Model">
              <span className="font-mono">{model.model_id}</span>
            </Fact>
            <Fact name="Algorithm">{model.algorithm}</Fact>
            <Fact name="Trained">{formatMoment(Date.parse(model.trained_at) / 1000)}</Fact>
            <Fact name="Made by">
              {model.model_id.startsWith('default-') ? 'shipped with Net Anomaly' : 'trained here'}
            </Fact>
          </dl>
        ) : (
          <Empty title="No model judges">
            Known behaviours and signatures are found without one.
          </Empty>
        )}
      </Card>
      <ScoreCard />
      <TrainForm />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="mt-0.5 font-medium">{children}</dd>
    </div>
  )
}
