import { type FormEvent, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { formatCount } from '../format/quantity.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useAddIndicators, useUpdateIntel } from './intel-queries.ts'
import { readValues } from './read-values.ts'

/** Indicators of one’s own, and feeds by their address. */
export function FeedForm() {
  return (
    <div className="mt-4 grid gap-4 border-t border-line pt-4 lg:grid-cols-2">
      <OwnIndicators />
      <FeedByAddress />
    </div>
  )
}

function OwnIndicators() {
  const [text, setText] = useState('')
  const [threat, setThreat] = useState('')
  const add = useAddIndicators()
  const values = readValues(text).map(({ value }) => value)
  function submit(event: FormEvent): void {
    event.preventDefault()
    const given = { values, threat: threat.trim() === '' ? 'unknown' : threat.trim() }
    add.mutate(given, { onSuccess: () => setText('') })
  }
  const [update] = add.data?.updated ?? []
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="grow basis-60">
        <Field
          label="Indicators of your own"
          placeholder="198.51.100.7, evil.example"
          spellCheck={false}
          value={text}
          onChange={setText}
        />
      </div>
      <div className="w-32">
        <Field label="Threat" placeholder="unknown" value={threat} onChange={setThreat} />
      </div>
      <Button type="submit" look="primary" disabled={values.length === 0 || add.isPending}>
        Add {values.length > 0 && formatCount(values.length)}
      </Button>
      <p role="status" className="w-full text-sm text-ink-soft">
        {update && `${formatCount(update.added)} added.`}
      </p>
      {add.error && <ProblemNote title="Not added" problem={problemOf(add.error)} />}
    </form>
  )
}

function FeedByAddress() {
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const update = useUpdateIntel()
  function submit(event: FormEvent): void {
    event.preventDefault()
    update.mutate({ name, url })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="w-32">
        <Field label="Name of a feed" placeholder="feodo" value={name} onChange={setName} />
      </div>
      <div className="grow basis-60">
        <Field
          label="Its address: plain, CSV, STIX, MISP or OTX"
          type="url"
          placeholder="https://"
          value={url}
          onChange={setUrl}
        />
      </div>
      <Button type="submit" disabled={name === '' || url === '' || update.isPending}>
        {update.isPending ? 'Fetching …' : 'Fetch'}
      </Button>
      {update.error && <ProblemNote title="Not fetched" problem={problemOf(update.error)} />}
    </form>
  )
}
