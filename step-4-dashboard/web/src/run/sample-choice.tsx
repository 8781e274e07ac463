import { useId, useState } from 'react'
import { type Sample, useSamples, useStart } from '../api/capture-queries.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { Choice } from './choice.tsx'
import type { ChoiceProps } from './choice-props.ts'

/** However long a sample is, it is played in that time; slower than it was, it never is. */
const playSeconds = 20

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
    const source = { kind: 'pcap', sample: sample.sample, speed: speedOf(sample) } as const
    start.mutate({ source }, { onSuccess: onStarted })
  }

  return (
    <Choice
      icon="replay"
      title="Replay a sample attack (20 s)"
      text="Recorded traffic that comes with Net Anomaly. Nothing is captured."
      error={start.error ?? failure}
    >
      {samples && samples.length > 1 && (
        <Select label="Sample" value={sample?.sample ?? ''} onChange={setChosen}>
          {samples.map(({ sample: name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
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

/** As the API takes it: up to a thousand times traffic time. */
function speedOf({ seconds }: Sample): number {
  return Math.min(1_000, Math.max(1, (seconds ?? 0) / playSeconds))
}

/** A port scan is the attack that explains itself; else anything that is not ordinary. */
function firstToShow(samples: readonly Sample[]): Sample | undefined {
  return (
    samples.find(({ sample }) => /port_?-?scan|syn_?-?scan/.test(sample)) ??
    samples.find(({ sample }) => !/ordinary|office/.test(sample)) ??
    samples[0]
  )
}
