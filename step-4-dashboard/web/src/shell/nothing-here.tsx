import { Link } from 'wouter'
import { Empty } from '../ui/empty.tsx'
import { pageList } from './page-list.ts'
import { useTitle } from './use-title.ts'

export function NothingHere() {
  useTitle('No such page')
  return (
    <Empty title="There is no such page">
      <h1 className="sr-only">There is no such page</h1>
      <p>Go to one of these:</p>
      <p className="mt-2 flex flex-wrap justify-center gap-x-4 gap-y-2">
        {pageList.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            className="inline-flex min-h-6 items-center rounded font-medium text-accent underline"
          >
            {label}
          </Link>
        ))}
      </p>
    </Empty>
  )
}
