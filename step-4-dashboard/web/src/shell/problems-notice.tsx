import { Link } from 'wouter'
import { useServerProblems } from '../api/problem-queries.ts'
import { visibleText } from '../format/visible-text.ts'

/** Three sentences leave the page its place; the page Health has them all. */
const shownCountMax = 3

/** On every page: what the server lacks, so that an empty list is not taken for a quiet network. */
export function ProblemsNotice() {
  const problems = useServerProblems()
  if (problems.length === 0) return null
  const moreCount = problems.length - shownCountMax
  return (
    <div role="alert" className="border-b border-high bg-high-soft px-4 py-2 text-sm lg:px-5">
      <strong className="font-semibold">The server reports problems</strong>
      <ul className="list-disc pl-5">
        {problems.slice(0, shownCountMax).map((problem) => (
          <li key={problem} className="break-words">
            <bdi>{visibleText(problem)}</bdi>
          </li>
        ))}
      </ul>
      {moreCount > 0 && (
        <Link href="/health" className="font-medium text-accent underline">
          {moreCount} more
        </Link>
      )}
    </div>
  )
}
