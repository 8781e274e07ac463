import { problemOf } from '../api/api-error.ts'
import { useStart } from '../api/capture-queries.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatBytes, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useIsWaiting, useUndo } from '../shell/undo.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type StoredFile, useDeleteFile, useFiles } from './health-queries.ts'

/** The uploaded captures: each can be replayed, and removed, which can be taken back for ten seconds. */
export function Files() {
  const { data: files, error } = useFiles()
  const bytes = files?.reduce((sum, { size }) => sum + size, 0)
  return (
    <Card
      title="Uploaded captures"
      aside={
        files && (
          <p className="text-sm text-ink-soft">
            {formatCount(files.length)}, {formatBytes(bytes)}
          </p>
        )
      }
    >
      {error && <ProblemNote title="The files could not be read" problem={problemOf(error)} />}
      {files?.length === 0 && <Empty title="No capture was uploaded" />}
      <ul className="text-sm">
        {files?.map((file) => (
          <FileLine key={file.file_id} file={file} />
        ))}
      </ul>
    </Card>
  )
}

function FileLine({ file }: { file: StoredFile }) {
  const { file_id, filename, size, uploaded_at } = file
  const start = useStart()
  const remove = useDeleteFile()
  const name = visibleText(filename)

  const about = `file ${file_id}`
  const isGoing = useIsWaiting(about)
  const { offer } = useUndo()
  const removeLater = () =>
    offer({
      what: `${name} is removed in 10 s; its alerts stay, and lose their packets`,
      about,
      undo: () => {},
      finish: () => remove.mutate(file_id),
    })

  const failure = start.error ?? remove.error
  return (
    <li className="border-t border-line py-1 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3">
        <bdi className="min-w-0 grow basis-40 truncate">{name}</bdi>
        <span className="text-xs text-ink-soft">
          {formatBytes(size)}, {formatIsoMoment(uploaded_at)}
        </span>
        <Button
          look="quiet"
          icon="replay"
          aria-label={`Replay ${name}`}
          disabled={start.isPending}
          onClick={() => start.mutate({ source: { kind: 'pcap', file_id } })}
        >
          Replay
        </Button>
        <Button
          look="quiet"
          icon="trash"
          aria-label={`Remove ${name}`}
          disabled={remove.isPending || isGoing}
          onClick={removeLater}
        >
          {isGoing ? 'Is removed …' : 'Remove'}
        </Button>
      </div>
      {failure && <ProblemNote title="Not done" problem={problemOf(failure)} />}
    </li>
  )
}
