import { useRef } from 'react'
import { problemOf } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { useImportModel } from './version-queries.ts'

/** Brings a model from a file. @param room How many more versions are kept before the oldest goes. */
export function ImportButton({ room }: { room: number }) {
  const input = useRef<HTMLInputElement>(null)
  const bring = useImportModel()
  const problem = bring.error && problemOf(bring.error)
  return (
    <div className="flex min-w-0 flex-wrap items-center justify-end gap-2 text-sm">
      <p role="status" className="min-w-0">
        {bring.data && `${bring.data.message}; it does not judge until it is activated`}
        {problem && (
          <span className="text-critical">
            Not imported: {visibleText(problem.message)}. {visibleText(problem.fix)}
          </span>
        )}
        {!bring.data && !problem && room <= 0 && (
          <span className="text-ink-soft">The next version takes the place of the oldest.</span>
        )}
      </p>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File of a model"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) bring.mutate(file)
          // The same file may be chosen again.
          target.value = ''
        }}
      />
      <Button icon="upload" disabled={bring.isPending} onClick={() => input.current?.click()}>
        {bring.isPending ? 'Importing …' : 'Import a model'}
      </Button>
    </div>
  )
}
