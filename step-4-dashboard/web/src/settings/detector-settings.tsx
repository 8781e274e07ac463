import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type DetectorRecord, useDetectors } from './config-queries.ts'
import { DetectorOptions } from './detector-options.tsx'

/** Every detector with its options; `?detector=` opens one. */
export function DetectorSettings() {
  const { data: detectors, error } = useDetectors()
  const [search] = useSearchParams()
  const asked = search.get('detector')
  const [words, setWords] = useState(asked ?? '')
  const wanted = words.toLowerCase().trim()
  const shown = detectors?.filter(({ name, about, kinds }) =>
    `${name} ${about} ${kinds.map(({ kind }) => kind).join(' ')}`.toLowerCase().includes(wanted),
  )
  return (
    <Card
      title="Detectors"
      aside={
        detectors && (
          <p className="text-sm text-ink-soft">
            {shown?.length} of {detectors.length}
          </p>
        )
      }
    >
      <div className="mb-2 max-w-sm">
        <Field label="Find a detector or a kind" type="search" value={words} onChange={setWords} />
      </div>
      {error && <ProblemNote title="The detectors could not be read" problem={problemOf(error)} />}
      {shown?.map((detector) => (
        <DetectorRow key={detector.name} detector={detector} startsOpen={detector.name === asked} />
      ))}
    </Card>
  )
}

/** A line that opens: the options of all detectors at once are some 400 fields. */
function DetectorRow({ detector, startsOpen }: { detector: DetectorRecord; startsOpen: boolean }) {
  // What was typed stays when it is closed.
  const [wasOpened, setWasOpened] = useState(startsOpen)
  return (
    <details
      open={startsOpen || undefined}
      onToggle={() => setWasOpened(true)}
      className="border-t border-line"
    >
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 text-sm">
        <span className="font-mono font-medium">{detector.name}</span>
        <span className="text-xs text-ink-soft">
          {detector.family.replaceAll('_', ' ')}
          {!detector.enabled && ', off'}
          {detector.options.some(({ origin }) => origin !== 'default') && ', changed'}
        </span>
      </summary>
      {wasOpened && <DetectorOptions detector={detector} />}
    </details>
  )
}
