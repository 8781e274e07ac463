import { type FormEvent, useId, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { useInterfaces, useStart } from '../api/capture-queries.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { chooseInterface, interfaceLabel } from './choose-interface.ts'

export interface LiveFormProps {
  readonly onStarted: () => void
  readonly layout: 'column' | 'row'
}

/** Interface, filter and Start; where capture is not possible, why and how to allow it. */
export function LiveForm({ onStarted, layout }: LiveFormProps) {
  const { data: interfaces, error: failure } = useInterfaces()
  const start = useStart()
  const [asked, setAsked] = useState('')
  const [filter, setFilter] = useState('')
  const reasonId = useId()
  const chosen = chooseInterface(interfaces ?? [], asked)
  const error = start.error ?? failure

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!chosen) return
    const rest = filter.trim() === '' ? {} : { filter: filter.trim() }
    const source = { kind: 'live', interface: chosen.name, ...rest } as const
    start.mutate({ source }, { onSuccess: onStarted })
  }

  const refusal = chosen && !chosen.may_capture && (
    <p id={reasonId} className="w-full text-sm break-words text-ink-soft">
      <strong className="text-ink">Not possible: {chosen.reason}.</strong> {chosen.fix}
    </p>
  )

  const shape = layout === 'row' ? 'flex flex-wrap items-end gap-2' : 'flex grow flex-col gap-3'
  return (
    <form onSubmit={submit} className={shape}>
      <Select label="Interface" value={chosen?.name ?? ''} onChange={setAsked}>
        {interfaces?.map((one) => (
          <option key={one.name} value={one.name}>
            {interfaceLabel(one)}
          </option>
        ))}
      </Select>
      <Field
        label="Filter"
        placeholder="tcp port 443"
        value={filter}
        onChange={setFilter}
        spellCheck={false}
      />
      {layout === 'column' && refusal}
      <Button
        type="submit"
        look="primary"
        icon="radio"
        className={layout === 'column' ? 'mt-auto' : ''}
        disabled={!chosen?.may_capture || start.isPending}
        aria-describedby={chosen?.may_capture === false ? reasonId : undefined}
      >
        {layout === 'row' ? 'Start' : `Capture on ${chosen?.name ?? '…'}`}
      </Button>
      {layout === 'row' && refusal}
      {error && (
        <div className="w-full">
          <ProblemNote title="Not started" problem={problemOf(error)} />
        </div>
      )}
    </form>
  )
}
