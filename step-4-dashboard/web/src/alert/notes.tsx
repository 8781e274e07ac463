import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { AlertDetail } from 'step-3-persistence'
import { showChangedAlert } from '../api/alert-cache.ts'
import { problemOf } from '../api/api-error.ts'
import { alertClient, bodyOf } from '../api/client.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { readAuthor, rememberAuthor } from './author.ts'

/** As the server takes it. */
const noteLengthMax = 4_000

/** What people wrote about the alert, and a field for more. */
export function Notes({ alert: { alert_id, notes } }: { alert: AlertDetail }) {
  const queries = useQueryClient()
  const id = useId()
  const [text, setText] = useState('')
  const [author, setAuthor] = useState(readAuthor)
  const add = useMutation({
    mutationFn: (note: string) =>
      bodyOf(
        alertClient.alerts[':id'].$patch({
          param: { id: alert_id },
          json: { note, ...(author.trim() === '' ? {} : { author: author.trim() }) },
        }),
      ),
    onSuccess: (alert) => {
      showChangedAlert(queries, alert)
      setText('')
    },
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    rememberAuthor(author.trim())
    if (text.trim() !== '') add.mutate(text.trim())
  }

  return (
    <Card title="Notes">
      <ul className="text-sm">
        {notes.map((note) => (
          <li key={note.sequence} className="mb-2 rounded-md bg-sunken px-3 py-2">
            <p className="break-words whitespace-pre-wrap">
              <bdi>{note.text.split('\n').map(visibleText).join('\n')}</bdi>
            </p>
            <p className="mt-1 text-xs text-ink-soft">
              {visibleText(note.author)} · {formatIsoMoment(note.at)}
            </p>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-col items-start gap-2">
        <label htmlFor={id} className="text-xs font-medium text-ink-soft">
          Add a note
        </label>
        <textarea
          id={id}
          value={text}
          maxLength={noteLengthMax}
          rows={2}
          onChange={(event) => setText(event.target.value)}
          className="w-full rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm"
        />
        <div className="flex flex-wrap items-end gap-3">
          <Field
            label="Your name"
            placeholder="operator"
            maxLength={100}
            value={author}
            onChange={setAuthor}
          />
          <Button type="submit" icon="note" disabled={text.trim() === '' || add.isPending}>
            Add note
          </Button>
        </div>
        {add.error && <ProblemNote title="Not added" problem={problemOf(add.error)} />}
      </form>
    </Card>
  )
}
