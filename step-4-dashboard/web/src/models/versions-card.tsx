import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatCount, formatShare, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { DownloadLink } from '../ui/download-link.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ActivateDialog } from './activate-dialog.tsx'
import { CompareBox, comparedCount } from './compare-box.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { ImportButton } from './import-button.tsx'
import { type ModelVersion, useModels } from './version-queries.ts'
import { wordsOfOrigin } from './version-words.ts'

/** Every version: what it learned from, its figures, and what can be done with it. */
export function VersionsCard() {
  const { data: list, error } = useModels()
  const [search, setSearch] = useSearchParams()
  const [chosen, setChosen] = useState<{ id: string; act: 'activate' | 'delete' } | null>(null)
  const compared = comparedOf(search)

  function compare(ids: readonly string[]): void {
    setSearch(
      (old) => {
        if (ids.length === 0) old.delete('compare')
        else old.set('compare', ids.join(','))
        return old
      },
      { replace: true },
    )
  }

  const columns: readonly DataColumn<ModelVersion>[] = [
    {
      name: 'Compare',
      cell: ({ model_id }) => (
        <CompareBox label={`Compare ${model_id}`} id={model_id} ids={compared} onChange={compare} />
      ),
    },
    { name: 'Version', cell: (one) => <Name version={one} /> },
    {
      name: 'Learned from',
      cell: (one) => <bdi className="block min-w-40">{visibleText(wordsOfOrigin(one))}</bdi>,
    },
    { name: 'Windows', isNumber: true, cell: ({ windows }) => formatCount(windows.learned) },
    {
      name: 'Unusual of those held out',
      isNumber: true,
      cell: ({ held_out }) =>
        held_out
          ? `${formatShare(held_out.unusual_share)} of ${formatCount(held_out.windows)}`
          : unknown,
    },
    {
      name: 'Made',
      cell: ({ made_at, author }) => (
        <span className="block min-w-32">
          {formatIsoMoment(made_at)} <span className="text-ink-soft">by {visibleText(author)}</span>
        </span>
      ),
    },
    {
      name: 'Act',
      cell: ({ model_id, active, made_by }) => (
        <div className="flex gap-1">
          {!active && (
            <Button
              aria-label={`Activate ${model_id}`}
              onClick={() => setChosen({ id: model_id, act: 'activate' })}
            >
              Activate
            </Button>
          )}
          <DownloadLink
            path={`/api/models/${model_id}/export`}
            name={`${model_id}.json`}
            label={`Export ${model_id}`}
            className="inline-flex min-h-8 items-center rounded-md px-3 text-sm font-medium text-accent hover:underline"
          >
            Export
          </DownloadLink>
          {!active && made_by !== 'shipped' && (
            <Button
              look="quiet"
              icon="trash"
              aria-label={`Delete ${model_id}`}
              onClick={() => setChosen({ id: model_id, act: 'delete' })}
            >
              Delete
            </Button>
          )}
        </div>
      ),
    },
  ]

  const version = list?.models.find(({ model_id }) => model_id === chosen?.id)
  const close = () => setChosen(null)
  return (
    <Card
      title="Versions"
      aside={list && <ImportButton room={list.count_max - ownCount(list.models)} />}
    >
      {error && <ProblemNote title="The versions could not be read" problem={problemOf(error)} />}
      {list?.damaged.map(({ model_id, ...problem }) => (
        <Notice key={model_id} look="attention" title={visibleText(problem.message)}>
          <p>{visibleText(problem.fix)}</p>
          <Button
            className="mt-1"
            icon="trash"
            onClick={() => setChosen({ id: model_id, act: 'delete' })}
          >
            Delete {model_id}
          </Button>
        </Notice>
      ))}
      {list && list.models.length > 0 && (
        <DataTable
          label="Versions"
          rows={list.models}
          columns={columns}
          keyOf={({ model_id }) => model_id}
        />
      )}
      {version && chosen?.act === 'activate' && (
        <ActivateDialog version={version} onClose={close} />
      )}
      {chosen?.act === 'delete' && (
        <DeleteDialog
          id={chosen.id}
          onDeleted={() => compare(compared.filter((id) => id !== chosen.id))}
          onClose={close}
        />
      )}
    </Card>
  )
}

/** The versions that the address names for a comparison, at most two. */
export function comparedOf(search: URLSearchParams): readonly string[] {
  const ids = search.get('compare')?.split(',') ?? []
  return ids.filter((id) => /^[\w-]+$/.test(id)).slice(0, comparedCount)
}

function Name({ version: { model_id, active, algorithm, concerns } }: { version: ModelVersion }) {
  return (
    <span className="whitespace-nowrap">
      <span className="font-mono">{model_id}</span>
      {active && (
        <span className="ml-2 rounded-md bg-accent px-1.5 py-0.5 text-xs font-medium text-on-accent">
          judges
        </span>
      )}
      {!active && concerns.some(({ blocks }) => blocks) && (
        <span
          className="ml-2 text-xs font-medium text-medium"
          title={concerns.map(({ message }) => message).join('; ')}
        >
          ⚠ see Activate
        </span>
      )}
      <span className="block text-xs text-ink-soft">{algorithm}</span>
    </span>
  )
}

function ownCount(models: readonly ModelVersion[]): number {
  return models.filter(({ made_by }) => made_by !== 'shipped').length
}
