import { useMutation } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { problemOf, toApiError } from '../api/api-error.ts'
import { askServer } from '../api/ask-server.ts'
import { saveFile } from '../api/save-file.ts'
import { apiBase, isElsewhere } from '../api/server-address.ts'
import { ProblemNote } from './problem-note.tsx'

export interface DownloadLinkProps {
  /** Of the server: `/api/…`. */
  readonly path: string
  /** Where the server gives it none. */
  readonly name?: string
  readonly className: string
  readonly label?: string
  readonly children: ReactNode
}

/**
 * A file of the server. A link carries no token in a header, so pages that are served elsewhere fetch
 * the file, and save it under the name that the server gives it.
 */
export function DownloadLink({ path, name, className, label, children }: DownloadLinkProps) {
  const { mutate, error } = useMutation({ mutationFn: () => fetchFile(path, name) })
  function onClick(event: MouseEvent): void {
    if (!isElsewhere) return
    event.preventDefault()
    mutate()
  }
  return (
    <>
      <a
        href={apiBase + path}
        download={name ?? true}
        aria-label={label}
        className={className}
        onClick={onClick}
      >
        {children}
      </a>
      {error && <ProblemNote title="No file" problem={problemOf(error)} />}
    </>
  )
}

async function fetchFile(path: string, name = 'download'): Promise<void> {
  const response = await askServer(path)
  if (!response.ok) throw await toApiError(response)
  const disposition = response.headers.get('content-disposition') ?? ''
  const [, given = name] = /filename="?([^";]+)/.exec(disposition) ?? []
  saveFile(await response.blob(), given)
}
