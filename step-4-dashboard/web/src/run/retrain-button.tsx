import { problemOf } from '../api/api-error.ts'
import { useRetrain } from '../api/capture-queries.ts'
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
        {retrain.isSuccess && `Done: ${retrain.data.message}. It judges from the next start on.`}
        {problem && (
          <span className="text-critical">
            Not trained: {problem.message}. {problem.fix}
          </span>
        )}
      </p>
    </div>
  )
}
