import { type FormEvent, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { useSamples } from '../api/capture-queries.ts'
import { formatMoment } from '../format/moment.ts'
import { formatCount, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useFiles } from '../health/health-queries.ts'
import { useRefresh } from '../live/live-context.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { type TrainRequest, useCancelTraining, useTrain, useTraining } from './model-queries.ts'

const algorithms = [
  ['ensemble', 'Ensemble: four of them vote'],
  ['forest', 'Isolation forest'],
  ['half-space-trees', 'Half-space trees'],
  ['mahalanobis', 'Mahalanobis distance'],
  ['autoencoder', 'Autoencoder'],
  ['ocsvm', 'One-class SVM'],
  ['lstm', 'LSTM: learns attacks from a sample with labels'],
] as const

/** Trains a model on what is chosen here, shows how it goes, and can be cancelled. */
export function TrainForm() {
  const { data: samples } = useSamples()
  const { data: files } = useFiles()
  const [from, setFrom] = useState('')
  const [algorithm, setAlgorithm] = useState<string>('ensemble')
  const [contamination, setContamination] = useState('0.0005')
  const train = useTrain()
  const jobId = train.data?.job_id ?? null

  function submit(event: FormEvent): void {
    event.preventDefault()
    const request = { ...sourceOf(from), algorithm, contamination: Number(contamination) }
    train.mutate(request)
  }

  return (
    <Card title="Train a model">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <Select label="From" value={from} onChange={setFrom}>
          <option value="">Choose what is ordinary …</option>
          <option value="run">The windows of the run</option>
          <option value="synthetic">A simulated office</option>
          {files && files.length > 0 && (
            <optgroup label="Uploaded captures">
              {files.map(({ file_id, filename }) => (
                <option key={file_id} value={`file ${file_id}`}>
                  {visibleText(filename)}
                </option>
              ))}
            </optgroup>
          )}
          {samples && samples.length > 0 && (
            <optgroup label="Samples">
              {samples.map(({ sample, title, attacks }) => (
                <option key={sample} value={`sample ${sample}`}>
                  {title}
                  {attacks > 0 ? ' (holds an attack)' : ''}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
        <Select label="Algorithm" value={algorithm} onChange={setAlgorithm}>
          {algorithms.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
        <Field
          label="Share that is odd all the same"
          type="number"
          min={0.00001}
          max={0.5}
          step="any"
          value={contamination}
          onChange={setContamination}
        />
        <Button type="submit" look="primary" icon="learn" disabled={from === '' || train.isPending}>
          Train
        </Button>
      </form>
      {train.error && <ProblemNote title="Not started" problem={problemOf(train.error)} />}
      {jobId !== null && <Training jobId={jobId} />}
    </Card>
  )
}

function Training({ jobId }: { jobId: string }) {
  const { data: job, error } = useTraining(jobId)
  const cancel = useCancelTraining()
  const refresh = useRefresh()
  if (error) return <ProblemNote title="Not known" problem={problemOf(error)} />
  if (!job) return null
  const { state, progress, model } = job
  return (
    <div role="status" className="mt-4 flex flex-wrap items-center gap-3 text-sm">
      {state === 'running' && (
        <>
          <progress
            value={progress}
            aria-label="Part of the training that is done"
            className="run-progress h-1.5 w-48 rounded-full bg-sunken"
          />
          <span>{formatShare(progress)}</span>
          <Button icon="stop" onClick={() => cancel.mutate(jobId)}>
            Cancel
          </Button>
        </>
      )}
      {state === 'cancelled' && 'Cancelled: the model is as it was.'}
      {state === 'failed' && job.error && <ProblemNote title="Not trained" problem={job.error} />}
      {state === 'done' && model && (
        <>
          <p>
            Trained: <span className="font-mono text-xs">{model.model_id.slice(0, 12)}</span> (
            {model.algorithm}) on {formatCount(model.items)} windows of{' '}
            <bdi>{visibleText(model.captures?.join(', ') || model.name || 'the run')}</bdi>,{' '}
            {formatMoment(Date.parse(model.trained_at) / 1000)}. It judges from the next run on.
          </p>
          <Button onClick={refresh}>Show it</Button>
        </>
      )}
    </div>
  )
}

/** As many windows of the run as the API takes. */
const windowsMax = 32_768

function sourceOf(from: string): TrainRequest {
  const [kind, id = ''] = from.split(' ', 2)
  if (kind === 'file') return { file_id: id }
  if (kind === 'sample') return { sample: id }
  return kind === 'run' ? { windows: windowsMax } : { synthetic: true }
}
