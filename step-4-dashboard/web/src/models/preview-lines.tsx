import type { ModelPreview } from './version-queries.ts'
import { wordsOfFigures } from './version-words.ts'

/** What two models find unusual of the newest windows of the run, one below the other. */
export function PreviewLines({ preview }: { preview: ModelPreview | null }) {
  if (!preview) {
    return <p>No windows are kept, so what it would find cannot be shown. Start a capture first.</p>
  }
  const { before, after } = preview
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      <dt className="text-ink-soft">Now, {before.model_id}</dt>
      <dd>{wordsOfFigures(before)} unusual</dd>
      <dt className="text-ink-soft">Then, {after.model_id}</dt>
      <dd className="font-medium">{wordsOfFigures(after)} unusual</dd>
    </dl>
  )
}
