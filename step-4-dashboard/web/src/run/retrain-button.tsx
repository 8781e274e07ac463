import { problemOf } from '../api/api-error.ts'
import { useRetrain } from '../api/capture-queries.ts'
import { Button } from '../ui/button.tsx'

/** Learns anew what ordinary traffic looks like, from what was captured last. */
export function RetrainButton() {
  const retrain = useRetrain()
  const problem = retrain.error && problemOf(retrain.error)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Button icon="learn" onClick={() => retrain.mutate()} disabled={retrain.isPending}>
        {retrain.isPending ? 'Training …' : 'Retrain'}
      </Button>
      <p role="status" className="min-w-0 text-sm text-ink-soft">
        {retrain.isSuccess && 'The model was trained and is in use.'}
        {problem && (
          <span className="text-critical">
            Not trained: {problem.message}. {problem.fix}
          </span>
        )}
      </p>
    </div>
  )
}
