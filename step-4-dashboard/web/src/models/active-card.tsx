import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { DriftLine } from './drift-line.tsx'
import { useModels, useRollBack } from './version-queries.ts'
import { sentenceOf, wordsOfOrigin } from './version-words.ts'

/** The version that judges now, and the way back to the one before. */
export function ActiveCard() {
  const { data: list } = useModels()
  const rollBack = useRollBack()
  if (!list) return null
  const model = list.models.find(({ active }) => active)
  return (
    <Card
      title="In force"
      aside={
        list.previous !== null && (
          <Button icon="back" disabled={rollBack.isPending} onClick={() => rollBack.mutate()}>
            Roll back to {list.previous}
          </Button>
        )
      }
    >
      {rollBack.error && (
        <ProblemNote title="Not rolled back" problem={problemOf(rollBack.error)} />
      )}
      {model ? (
        <>
          <dl className="flex flex-wrap gap-x-10 gap-y-2 text-sm">
            <Fact name="Model">
              <span className="font-mono">{model.model_id}</span>
            </Fact>
            <Fact name="Algorithm">{model.algorithm}</Fact>
            <Fact name="Learned from">
              <bdi>{visibleText(wordsOfOrigin(model))}</bdi>
            </Fact>
            <Fact name="Windows">{formatCount(model.windows.learned)}</Fact>
            <Fact name="Made">{formatIsoMoment(model.made_at)}</Fact>
          </dl>
          <DriftLine />
          {model.concerns.length > 0 && (
            <div className="mt-3 flex flex-col gap-2">
              {model.concerns.map(({ code, blocks, message }) => (
                <Notice
                  key={code}
                  look={blocks ? 'attention' : 'neutral'}
                  title={visibleText(sentenceOf(message))}
                />
              ))}
            </div>
          )}
        </>
      ) : (
        <Empty title="No model judges">
          Known behaviours and signatures are found without one.
        </Empty>
      )}
    </Card>
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
