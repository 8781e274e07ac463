import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Learn } from './use-learn.ts'

/** The 14 exercises by step, and the next command to type. */
export function ProgressCard({ learn }: { learn: Learn }) {
  const { exercises, next, runs } = learn
  const passed = exercises.filter(({ state }) => state === 'passed').length
  const steps = [...new Set(exercises.map(({ step }) => step))]
  return (
    <Card title="Exercises" aside={<Share passed={passed} count={exercises.length} />}>
      <p className="text-sm text-ink-soft">
        {runs === 'own'
          ? 'This server runs your files in the product’s place.'
          : 'This server runs the product’s own code. Yours runs with'}
        {runs === 'product' && <code className="ml-1 text-ink">npm run learn -- run step4</code>}
      </p>
      {next && (
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-1.5">
          <span className="text-sm text-ink-soft">Next</span>
          <code className="min-w-0 grow text-sm break-words">{next.command}</code>
          <CopyButton text={next.command} label="Copy" />
        </div>
      )}
      <div className="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2 2xl:grid-cols-4">
        {steps.map((step) => (
          <Step key={step} step={step} exercises={exercises.filter((one) => one.step === step)} />
        ))}
      </div>
    </Card>
  )
}

function Share({ passed, count }: { passed: number; count: number }) {
  return (
    <span className="flex items-center gap-2 text-sm text-ink-soft">
      <progress className="h-2 w-24 accent-accent" value={passed} max={count} aria-label="Passed" />
      {passed} of {count} passed
    </span>
  )
}

function Step({ step, exercises }: { step: number; exercises: Learn['exercises'] }) {
  return (
    <section aria-label={`Step ${step}`} className="min-w-0">
      <h3 className="border-b border-line pb-1 text-xs font-semibold text-ink-soft">Step {step}</h3>
      <ul>
        {exercises.map(({ id, title, minutes, state }) => (
          <li key={id} className="flex items-start gap-2 border-b border-line py-1.5 text-sm">
            <Mark state={state} />
            <span className="min-w-0 grow">
              <code className="font-medium">{id}</code>
              <span className="block text-xs text-ink-soft">{title}</span>
            </span>
            <span className="shrink-0 text-xs text-ink-soft">{minutes} min</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type State = Learn['exercises'][number]['state']

/** A shape and a word, so that the colour says nothing alone. */
function Mark({ state }: { state: State }) {
  const look = { passed: 'text-good', started: 'text-accent', new: 'text-ink-soft' }[state]
  return (
    <span className={`mt-0.5 flex w-16 shrink-0 items-center gap-1 text-xs ${look}`}>
      {state === 'passed' && <Icon name="check" className="size-3.5" />}
      {state === 'started' && <Icon name="note" className="size-3.5" />}
      {state}
    </span>
  )
}
