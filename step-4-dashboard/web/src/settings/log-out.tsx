import { useQuery } from '@tanstack/react-query'
import { apiBase } from '../api/server-address.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'

const session = `${apiBase}/api/session`

/** Ends the session of this browser; only there where the server asks for a token. */
export function LogOut() {
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: async () => (await (await fetch(session)).json()) as { asks_for_token: boolean },
  })
  if (!data?.asks_for_token) return null
  const logOut = async () => {
    await fetch(session, { method: 'DELETE' })
    location.reload()
  }
  return (
    <Card title="Session">
      <p className="mb-3 text-sm text-ink-soft">
        This browser stays logged in for a month. A new token of the server ends every session.
      </p>
      <Button onClick={() => void logOut()}>Log out</Button>
    </Card>
  )
}
