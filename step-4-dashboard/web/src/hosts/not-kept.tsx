import type { Problem } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { Notice } from '../ui/notice.tsx'

/** That the page knows of the run alone, and why. */
export function NotKept({ problem }: { problem: Problem }) {
  return (
    <Notice look="attention" title="Flows of earlier runs are not kept on this machine">
      What stands here is from the newest flows of the current run, whatever the time range. The
      reason: <bdi>{visibleText(problem.message)}</bdi>.
    </Notice>
  )
}
