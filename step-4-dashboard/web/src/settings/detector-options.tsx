import { type FormEvent, useState } from 'react'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import {
  type ConfigChange,
  type DetectorOption,
  type DetectorRecord,
  useChangeConfig,
} from './config-queries.ts'
import { SavedLine } from './saved-line.tsx'

type OptionValue = DetectorOption['value']

/** One detector: whether it is on, and each option with its unit, bounds, source and default. */
export function DetectorOptions({ detector }: { detector: DetectorRecord }) {
  const { name, about, enabled, options } = detector
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const change = useChangeConfig()
  const save = (settings: Readonly<Record<string, unknown>>) =>
    change.mutate({ detectors: { [name]: settings } } as ConfigChange, {
      onSuccess: () => setTexts({}),
    })

  function submit(event: FormEvent): void {
    event.preventDefault()
    const changed = options.filter((option) => option.name in texts)
    save(
      nested(changed.map((option) => [option.name, readValue(option, texts[option.name] ?? '')])),
    )
  }

  const setHere = options.filter(({ origin }) => origin === 'stored')
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 pb-4">
      <p className="max-w-prose text-sm text-ink-soft">{about}</p>
      <label className="flex min-h-6 w-fit items-center gap-2 text-sm font-medium">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={enabled}
          onChange={({ target }) => save({ enabled: target.checked })}
        />
        This detector is on
      </label>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
        {options.map((option) => (
          <OptionField
            key={option.name}
            option={option}
            text={texts[option.name] ?? textOf(option.value)}
            onChange={(text) => setTexts({ ...texts, [option.name]: text })}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          look="primary"
          disabled={Object.keys(texts).length === 0 || change.isPending}
        >
          Save
        </Button>
        {setHere.length > 0 && (
          <Button
            disabled={change.isPending}
            onClick={() => save(nested(setHere.map((option) => [option.name, null])))}
          >
            Back to the defaults ({setHere.length})
          </Button>
        )}
        <SavedLine change={change} />
      </div>
    </form>
  )
}

interface OptionFieldProps {
  readonly option: DetectorOption
  readonly text: string
  readonly onChange: (text: string) => void
}

function OptionField({ option, text, onChange }: OptionFieldProps) {
  const { name, about, unit, min, max, source, origin, value } = option
  const isNumber = typeof value === 'number'
  const bounds = [min !== null && `from ${min}`, max !== null && `to ${max}`]
  const facts = [
    ...bounds,
    `default ${textOf(option.default) || 'none'}`,
    source && visibleText(source),
    origin !== 'default' && (origin === 'stored' ? 'set here' : `set by ${origin}`),
  ]
  return (
    <div className="flex flex-col gap-1">
      <Field
        label={`${name}${unit ? ` (${unit})` : ''}`}
        type={isNumber ? 'number' : 'text'}
        step="any"
        min={min ?? undefined}
        max={max ?? undefined}
        value={text}
        placeholder={isNumber ? undefined : 'separated by commas'}
        spellCheck={false}
        onChange={onChange}
      />
      <p className="text-xs text-ink-soft">
        {about}. {facts.filter(Boolean).join(', ')}.
      </p>
    </div>
  )
}

function textOf(value: OptionValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** A text as the option takes it: what is not right stays a text, and the server says what is. */
function readValue({ value }: DetectorOption, text: string): unknown {
  if (!Array.isArray(value)) return text.trim() === '' ? null : Number(text)
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return value.some((one) => typeof one === 'number') ? parts.map(Number) : parts
}

/** `levels.low` is a part of `levels`: the settings by their dotted names, as one value. */
function nested(settings: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [path, value] of settings) {
    const parts = path.split('.')
    const last = parts.pop() ?? path
    let here = root
    for (const part of parts) {
      here[part] ??= {}
      here = here[part] as Record<string, unknown> // It was made in the line above.
    }
    here[last] = value
  }
  return root
}
