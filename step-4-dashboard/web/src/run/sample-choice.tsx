import { useId, useState } from 'react'
import { useSamples, useStart } from '../api/capture-queries.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { Choice } from './choice.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { firstToShow, groupSamples, playSpeed } from './sample-list.ts'

/** The shortest way to see something: an attack that comes with the project. */
export function SampleChoice({ onStarted }: ChoiceProps) {
  const { data: samples, error: failure } = useSamples()
  const start = useStart()
  const [chosen, setChosen] = useState('')
  const reasonId = useId()
  const sample = samples?.find((one) => one.sample === chosen) ?? firstToShow(samples ?? [])
  const isNone = samples?.length === 0

  function replay(): void {
    if (!sample) return
    const source = { kind: 'pcap', sample: sample.sample, speed: playSpeed(sample) } as const
    start.mutate({ source }, { onSuccess: onStarted })
  }

  return (
    <Choice
      icon="replay"
      title="Replay a sample attack (20 s)"
      text="Traffic that comes with Net Anomaly. Nothing is captured."
      error={start.error ?? failure}
    >
      {samples && samples.length > 1 && (
        <Select label="Sample" value={sample?.sample ?? ''} onChange={setChosen}>
          {groupSamples(samples).map(({ label, samples: group }) => (
            <optgroup key={label} label={label}>
              {group.map(({ sample: name, title }) => (
                <option key={name} value={name}>
                  {title.charAt(0).toUpperCase() + title.slice(1)}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
      {sample && <p className="text-sm text-ink-soft">{sample.description}</p>}
      {isNone && (
        <p id={reasonId} className="text-sm text-ink-soft">
          This copy holds no samples: the folder <code className="font-mono text-xs">samples</code>{' '}
          has no captures. Upload one instead.
        </p>
      )}
      <Button
        look="primary"
        icon="replay"
        className="mt-auto"
        onClick={replay}
        disabled={!sample || start.isPending}
        aria-describedby={isNone ? reasonId : undefined}
      >
        Replay
      </Button>
    </Choice>
  )
}
