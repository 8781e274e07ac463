import { type FormEvent, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { useSamples } from '../api/capture-queries.ts'
import { counted, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useFiles } from '../health/health-queries.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { type TrainRequest, useCancelTraining, useTrain, useTraining } from './model-queries.ts'
import { PreviewLines } from './preview-lines.tsx'
import { type ModelPreview, type ModelVersion, useModels } from './version-queries.ts'
import { sentenceOf, wordsOfFigures, wordsOfOrigin } from './version-words.ts'

const algorithms = [
  ['ensemble', 'Ensemble: four of them vote'],
  ['forest', 'Isolation forest'],
  ['nearest-neighbours', 'Nearest neighbours'],
  ['local-outlier', 'Local outlier factor'],
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
  const { data: list } = useModels()
  const hasVersions = list?.models.some(({ made_by }) => made_by !== 'shipped') ?? true
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
      <p className="mt-3 text-sm text-ink-soft">
        {from === ''
          ? 'A training makes a version; a fifth of the windows is held out to measure it.'
          : willWords[from.split(' ', 1)[0] as keyof typeof willWords]}{' '}
        {hasVersions
          ? 'The model in force stays in force until you activate another.'
          : 'The first version judges at once, unless attacks were seen in what it learns from.'}
      </p>
      {train.error && <ProblemNote title="Not started" problem={problemOf(train.error)} />}
      {jobId !== null && <Training jobId={jobId} />}
    </Card>
  )
}

/** What a training will do, by what it learns from. */
const willWords = {
  run: 'Learns from the newest windows of the run; at least 100 are needed.',
  synthetic: 'Learns from half an hour of a simulated office, which is like no real network.',
  file: 'Learns from every window of that capture; at least 100 are needed.',
  sample: 'Learns from every window of that sample, which is simulated traffic.',
} as const

function Training({ jobId }: { jobId: string }) {
  const { data: job, error } = useTraining(jobId)
  const cancel = useCancelTraining()
  if (error) return <ProblemNote title="Not known" problem={problemOf(error)} />
  if (!job) return null
  const { state, progress, version } = job
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
      {state === 'done' && version && <Trained version={version} preview={job.preview} />}
    </div>
  )
}

function Trained({ version, preview }: { version: ModelVersion; preview: ModelPreview | null }) {
  const { model_id, concerns, windows, held_out } = version
  const { data: list } = useModels()
  // It may have been activated since.
  const active = list ? list.active === model_id : version.active
  return (
    <div className="flex w-full flex-col gap-2">
      <p>
        Trained on {counted(windows.learned, 'window')} of{' '}
        <bdi>{visibleText(wordsOfOrigin(version))}</bdi>; kept as{' '}
        <span className="font-mono">{model_id}</span>.{' '}
        {held_out && <>Of those held out it finds {wordsOfFigures(held_out)} unusual. </>}
        <strong>
          {active ? 'It judges from now on.' : 'It does not judge yet: see Versions.'}
        </strong>
      </p>
      {concerns.map(({ code, blocks, message }) => (
        <Notice
          key={code}
          look={blocks ? 'attention' : 'neutral'}
          title={visibleText(sentenceOf(message))}
        />
      ))}
      {preview && <PreviewLines preview={preview} />}
    </div>
  )
}

/** As many windows of the run as the API takes. */
const windowsMax = 16_384

function sourceOf(from: string): TrainRequest {
  const [kind, id = ''] = from.split(' ', 2)
  if (kind === 'file') return { file_id: id }
  if (kind === 'sample') return { sample: id }
  return kind === 'run' ? { windows: windowsMax } : { synthetic: true }
}
