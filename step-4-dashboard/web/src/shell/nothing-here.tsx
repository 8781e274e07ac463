import { Link } from 'wouter'
import { Empty } from '../ui/empty.tsx'

export function NothingHere() {
  return (
    <Empty title="There is no such page">
      <Link href="/" className="rounded font-medium text-accent underline">
        Go to the live page
      </Link>
    </Empty>
  )
}
