import { type FormEvent, useState } from 'react'
import { severitiesWorstFirst, severityLooks } from '../severity/severity-look.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { type ShownConfig, useChangeConfig } from './config-queries.ts'
import { SavedLine } from './saved-line.tsx'

type Texts = Readonly<Record<string, string>>

const thresholdFields = [
  ['low', 'Low from a score of'],
  ['medium', 'Medium from'],
  ['high', 'High from'],
] as const
const retentionFields = [
  ['decided_days', 'Days that decided alerts are kept'],
  ['alert_days', 'Days that undecided ones are'],
  ['alert_count_max', 'Alerts at most, 4 kB each'],
  ['anomaly_count_max', 'Judgements at most, 0.4 kB each'],
  ['flow_days', 'Days that flows are kept'],
  ['flow_bytes_max', 'Bytes of flows at most'],
] as const

/** From which score a learned model’s statement is an alert, and how long alerts are kept. */
export function AlertSettings({ config }: { config: ShownConfig }) {
  const [texts, setTexts] = useState<Texts>(() => ({
    ...textsOf(config.thresholds),
    ...textsOf(config.retention),
    cooldown_seconds: String(config.cooldown_seconds),
  }))
  const [minSeverity, setMinSeverity] = useState<string>(config.min_severity)
  const change = useChangeConfig()
  const set = (name: string) => (value: string) => setTexts({ ...texts, [name]: value })
  const numberOf = (name: string) => Number(texts[name])

  function submit(event: FormEvent): void {
    event.preventDefault()
    change.mutate({
      thresholds: { low: numberOf('low'), medium: numberOf('medium'), high: numberOf('high') },
      min_severity: severitiesWorstFirst.find((one) => one === minSeverity) ?? 'info',
      cooldown_seconds: numberOf('cooldown_seconds'),
      retention: {
        decided_days: numberOf('decided_days'),
        alert_days: numberOf('alert_days'),
        alert_count_max: numberOf('alert_count_max'),
        anomaly_count_max: numberOf('anomaly_count_max'),
        flow_days: numberOf('flow_days'),
        flow_bytes_max: numberOf('flow_bytes_max'),
      },
    })
  }

  return (
    <Card title="Alerts">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5">
          {thresholdFields.map(([name, label]) => (
            <Field
              key={name}
              label={label}
              type="number"
              min={0}
              max={1}
              step="any"
              value={texts[name] ?? ''}
              onChange={set(name)}
            />
          ))}
          <Select label="No alert below" value={minSeverity} onChange={setMinSeverity}>
            {severitiesWorstFirst.toReversed().map((severity) => (
              <option key={severity} value={severity}>
                {severityLooks[severity].label}
              </option>
            ))}
          </Select>
          <Field
            label="Seconds between messages on one alert"
            type="number"
            min={0}
            value={texts.cooldown_seconds ?? ''}
            onChange={set('cooldown_seconds')}
          />
          {retentionFields.map(([name, label]) => (
            <Field
              key={name}
              label={label}
              type="number"
              min={1}
              value={texts[name] ?? ''}
              onChange={set(name)}
            />
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabled={change.isPending}>
            Save
          </Button>
          <SavedLine change={change} />
        </div>
      </form>
    </Card>
  )
}

function textsOf(numbers: Readonly<Record<string, number>>): Texts {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
}
