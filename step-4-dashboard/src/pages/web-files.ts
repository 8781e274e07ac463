import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

/** The built pages are about 1 MB; a folder that holds far more is not them. */
export const webBytesMax = 32 * 1024 * 1024

export interface WebFile {
  readonly content: Uint8Array<ArrayBuffer>
  /** Only where it is shorter. */
  readonly gzipped: Uint8Array<ArrayBuffer> | undefined
  readonly type: string
  readonly cacheControl: string
}

/**
 * Reads the built pages into memory once, by the path of their URL. No request ever becomes a path
 * on the disk, so none can leave the folder. Empty when the pages were not built.
 */
export function readWebFiles(folder: string): ReadonlyMap<string, WebFile> {
  const files = new Map<string, WebFile>()
  let byteCount = 0
  for (const entry of listFiles(folder)) {
    const content = new Uint8Array(readFileSync(join(folder, entry)))
    byteCount += content.length
    if (byteCount > webBytesMax) throw new Error(`${folder} holds more than ${webBytesMax} bytes`)
    const path = `/${entry.replaceAll('\\', '/')}`
    files.set(path, toWebFile(path, content))
  }
  return files
}

export function sendWebFile(c: Context, file: WebFile, status: 200 | 404 = 200): Response {
  const { content, gzipped, type, cacheControl } = file
  const headers = { 'content-type': type, 'cache-control': cacheControl, vary: 'accept-encoding' }
  const takesGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  if (!gzipped || !takesGzip) return c.body(content, status, headers)
  return c.body(gzipped, status, { ...headers, 'content-encoding': 'gzip' })
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length)
          .replace(/^[/\\]/, ''),
      )
  } catch {
    return []
  }
}

function toWebFile(path: string, content: Uint8Array<ArrayBuffer>): WebFile {
  const type = types[extname(path)] ?? 'application/octet-stream'
  const gzipped = new Uint8Array(gzipSync(content, { level: 9 }))
  return {
    content,
    gzipped: gzipped.length < content.length ? gzipped : undefined,
    type,
    // The name of an asset holds the hash of its content, so it never changes.
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}
