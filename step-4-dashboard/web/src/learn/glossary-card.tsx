import { useState } from 'react'
import { counted } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import type { Learn } from './use-learn.ts'

/** The words of the lessons, found by any part of them. */
export function GlossaryCard({ glossary }: { glossary: Learn['glossary'] }) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = glossary.filter(({ term, text }) =>
    `${term} ${text}`.toLowerCase().includes(wanted),
  )
  const groups = [...new Set(found.map(({ group }) => group))]
  return (
    <Card
      title="Glossary"
      aside={<span className="text-sm text-ink-soft">{counted(found.length, 'word')}</span>}
    >
      <div className="max-w-80">
        <Field label="Find a word" type="search" value={search} onChange={setSearch} />
      </div>
      {found.length === 0 && <p className="mt-3 text-sm">No word of the lessons holds that.</p>}
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className="mt-4 text-xs font-semibold text-ink-soft">{group}</h3>
          <dl className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-x-6 sm:grid-cols-2 2xl:grid-cols-3">
            {found
              .filter((one) => one.group === group)
              .map(({ term, text, example }) => (
                <div key={term} className="min-w-0 border-t border-line py-2 text-sm break-words">
                  <dt className="font-semibold">{term}</dt>
                  <dd>{text}</dd>
                  <dd className="text-ink-soft">Example: {example}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Card>
  )
}
