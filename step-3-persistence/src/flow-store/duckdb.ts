import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'

/** What DuckDB may use beside this thread's own heap; larger sorts go to files in the folder. */
const memoryMegabytes = 256
const threadCount = 2
const temporaryGigabytes = 4

type Api = typeof import('@duckdb/node-api')

export type Row = Readonly<Record<string, unknown>>

export interface DuckDb {
  readonly api: Api
  readonly connection: DuckDBConnection
  close(): void
}

/**
 * DuckDB in memory, with little of it, that loads no extension, reads and writes below `folder` alone,
 * and whose settings nothing can change from then on.
 * @throws Error where the binary of this platform is not there, or does not fit its system
 */
export async function openDuckDb(
  folder: string,
  load: () => Promise<Api> = () => import('@duckdb/node-api'),
): Promise<DuckDb> {
  const api = await load().catch((error: Error) => {
    throw new Error(notLoaded(error))
  })
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const instance = await api.DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    threads: String(threadCount),
    temp_directory: temporary,
    max_temp_directory_size: `${temporaryGigabytes}GB`,
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`set allowed_directories = [${quoted(`${folder}/`)}]`)
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { api, connection, close }
}

/**
 * Why DuckDB cannot be loaded, as far as a look for its binary says, which loads nothing; null where the
 * binary is there.
 */
export function missingBinary(find: () => void = findBinary): string | null {
  try {
    find()
    return null
  } catch (error) {
    return notLoaded(error as Error) // Resolving throws nothing else.
  }
}

const platform = `${process.platform}-${process.arch}`

/** Where `@duckdb/node-bindings` looks: in a dependency of its own. */
function findBinary(): void {
  const api = createRequire(import.meta.url).resolve('@duckdb/node-api')
  const bindings = createRequire(createRequire(api).resolve('@duckdb/node-bindings'))
  const binary = `@duckdb/node-bindings-${platform}`
  try {
    bindings.resolve(`${binary}-musl/duckdb.node`) // Linux with the smaller C library.
  } catch {
    bindings.resolve(`${binary}/duckdb.node`)
  }
}

function notLoaded({ message }: Error): string {
  // What follows the first line are paths of this machine, and this is shown on pages.
  const [first] = message.split('\n')
  return `DuckDB's binary for ${platform} cannot be loaded (${first})`
}

/** A path of this program as text of SQL, where no parameter is allowed. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`
}
