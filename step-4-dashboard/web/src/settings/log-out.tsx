import { useQuery } from '@tanstack/react-query'
import { isElsewhere } from '../api/server-address.ts'
import { asksForToken, logOut } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'

/** Ends the session of this browser; only there where the server asks for a token. */
export function LogOut() {
  const { data: hasSession } = useQuery({ queryKey: ['session'], queryFn: asksForToken })
  if (!hasSession) return null
  return (
    <Card title="Session">
      <p className="mb-3 text-sm text-ink-soft">
        {isElsewhere
          ? 'This tab stays logged in until it is closed.'
          : 'This browser stays logged in for a month.'}{' '}
        A new token of the server ends every session.
      </p>
      <Button onClick={() => void logOut().then(() => location.reload())}>Log out</Button>
    </Card>
  )
}
