import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'

/** What came of saving: the reason why not, or that it is done. */
export function SavedLine({ change }: { change: { error: unknown; isSuccess: boolean } }) {
  if (change.error) return <ProblemNote title="Not saved" problem={problemOf(change.error)} />
  return (
    <p role="status" className="min-h-5 text-sm text-good">
      {change.isSuccess && 'Saved.'}
    </p>
  )
}
