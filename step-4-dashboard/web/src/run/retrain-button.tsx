import { Link } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { useRetrain } from '../api/capture-queries.ts'
import { counted } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useRefresh } from '../live/live-context.tsx'
import { Button } from '../ui/button.tsx'

/** Learns anew what ordinary traffic looks like, from what was captured last. */
export function RetrainButton() {
  const retrain = useRetrain()
  const refresh = useRefresh()
  const problem = retrain.error && problemOf(retrain.error)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Button
        icon="learn"
        onClick={() => retrain.mutate(undefined, { onSuccess: refresh })}
        disabled={retrain.isPending}
      >
        {retrain.isPending ? 'Training …' : 'Retrain'}
      </Button>
      <p role="status" className="min-w-0 text-sm text-ink-soft">
        {retrain.isSuccess && (
          <>
            Done: {visibleText(doneWords(retrain.data))}{' '}
            <Link href="/models" className="font-medium text-accent underline">
              Models
            </Link>
          </>
        )}
        {problem && (
          <span className="text-critical">
            Not trained: {problem.message}. {problem.fix}
          </span>
        )}
      </p>
    </div>
  )
}

/** What came of it: whether the new version judges, and if not, why. */
function doneWords({ version }: NonNullable<ReturnType<typeof useRetrain>['data']>): string {
  if (!version) return 'a model of items is trained.'
  const { windows, model_id, active, concerns } = version
  const trained = `trained on ${counted(windows.learned, 'window')}.`
  if (active) return `${trained} ${model_id} judges from now on.`
  const reasons = concerns.filter(({ blocks }) => blocks).map(({ message }) => message)
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : ''
  return `${trained} It is kept as ${model_id}, and does not judge${why}. Compare and activate it under`
}
