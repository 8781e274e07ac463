import { type FormEvent, useState } from 'react'
import { type Problem, problemOf } from '../api/api-error.ts'
import { apiBase, isElsewhere } from '../api/server-address.ts'
import { logIn } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

/** The server asks for its token. */
export function TokenPage() {
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<Problem>()

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    try {
      await logIn(token)
      location.reload()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }

  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center p-4">
      <form
        onSubmit={submit}
        className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card"
      >
        <h1 className="text-lg font-semibold">Net Anomaly asks for its token</h1>
        <p className="text-sm text-ink-soft">
          It is the NET_ANOMALY_TOKEN that the server{isElsewhere && ` ${apiBase}`} was started
          with.{' '}
          {isElsewhere
            ? 'This tab keeps it until it is closed.'
            : 'For a quarter of an hour after its start the link in its terminal opens the pages as well, once.'}
        </p>
        <Field
          label="Token"
          type="password"
          autoComplete="current-password"
          value={token}
          onChange={setToken}
        />
        <Button type="submit" look="primary" disabled={token === ''}>
          Open the dashboard
        </Button>
        {problem && <ProblemNote title="Not opened" problem={problem} />}
      </form>
    </main>
  )
}
