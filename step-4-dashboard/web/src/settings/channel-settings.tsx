import { type FormEvent, useId, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { severitiesWorstFirst } from '../severity/severity-look.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import {
  type ConfigChange,
  type ShownConfig,
  useChangeConfig,
  useTestAlert,
} from './config-queries.ts'
import { SavedLine } from './saved-line.tsx'

type Value = string | number | boolean | null | readonly string[]
type Channel = Readonly<Record<string, Value>>

/** The ways to reach people, each with a test; a secret is shown as its mask and never as itself. */
export function ChannelSettings({ config }: { config: ShownConfig }) {
  const entries = Object.entries(config.channels)
  const channels = entries.filter(([, value]) => typeof value === 'object' && value !== null)
  return (
    <Card title="Notification channels">
      <PrivateAddresses isOn={config.channels.allow_private_addresses} />
      <div className="grid gap-3 xl:grid-cols-3">
        {channels.map(([name, channel]) => (
          // Each kind of channel describes its settings by their values.
          <ChannelForm key={name} name={name} channel={channel as Channel} />
        ))}
      </div>
    </Card>
  )
}

function PrivateAddresses({ isOn }: { isOn: boolean }) {
  const change = useChangeConfig()
  return (
    <div className="mb-3">
      <label className="flex min-h-6 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isOn}
          onChange={({ target }) =>
            change.mutate({ channels: { allow_private_addresses: target.checked } } as ConfigChange)
          }
        />
        Messages may go to addresses of this network
      </label>
      {change.error && <ProblemNote title="Not saved" problem={problemOf(change.error)} />}
    </div>
  )
}

function ChannelForm({ name, channel }: { name: string; channel: Channel }) {
  const [changes, setChanges] = useState<Channel>({})
  const change = useChangeConfig()
  const test = useTestAlert()
  const id = useId()

  function submit(event: FormEvent): void {
    event.preventDefault()
    const part = { channels: { [name]: changes } } as ConfigChange
    change.mutate(part, { onSuccess: () => setChanges({}) })
  }

  const [result] = test.data?.results ?? []
  return (
    <form
      onSubmit={submit}
      aria-labelledby={id}
      className="flex flex-col gap-2 rounded-md border border-line p-3"
    >
      <h3 id={id} className="text-sm font-semibold capitalize">
        {name}
      </h3>
      {Object.entries(channel).map(([setting, value]) => (
        <ChannelField
          key={setting}
          name={setting}
          value={changes[setting] ?? value}
          onChange={(next) => setChanges({ ...changes, [setting]: next })}
        />
      ))}
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        <Button
          type="submit"
          look="primary"
          disabled={Object.keys(changes).length === 0 || change.isPending}
        >
          Save
        </Button>
        <Button
          disabled={test.isPending || Object.keys(changes).length > 0}
          onClick={() => test.mutate(name)}
        >
          Send a test
        </Button>
      </div>
      <SavedLine change={change} />
      {test.error && <ProblemNote title="No test" problem={problemOf(test.error)} />}
      {result && (
        <p
          role="status"
          className={`text-sm ${result.status === 'sent' ? 'text-good' : 'text-critical'}`}
        >
          {result.status === 'sent'
            ? 'The test was sent.'
            : visibleText(result.error ?? 'Not sent.')}
        </p>
      )}
    </form>
  )
}

interface ChannelFieldProps {
  readonly name: string
  readonly value: Value
  readonly onChange: (value: Value) => void
}

const choices: Readonly<Record<string, readonly string[]>> = {
  min_severity: severitiesWorstFirst,
  security: ['starttls', 'tls', 'none'],
}
const secretNames = new Set(['password', 'secret', 'token', 'key'])

/** A setting by what its value is: a box, a choice, a number, a list, a secret or a text. */
function ChannelField({ name, value, onChange }: ChannelFieldProps) {
  const label = name.replaceAll('_', ' ')
  const options = choices[name]
  if (typeof value === 'boolean') {
    return (
      <label className="flex min-h-6 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={value}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
    )
  }
  if (options) {
    return (
      <Select label={label} value={String(value)} onChange={onChange}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </Select>
    )
  }
  if (Array.isArray(value)) {
    const split = (text: string) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean)
    return (
      <Field
        label={`${label}, separated by commas`}
        defaultValue={value.join(', ')}
        onChange={(text) => onChange(split(text))}
      />
    )
  }
  const isNumber = typeof value === 'number'
  return (
    <Field
      label={label}
      type={isNumber ? 'number' : secretNames.has(name) ? 'password' : 'text'}
      autoComplete="off"
      value={value === null ? '' : String(value)}
      onChange={(text) =>
        onChange(isNumber ? Number(text) : text === '' && value === null ? null : text)
      }
    />
  )
}
