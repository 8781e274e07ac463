import { mkdirSync } from 'node:fs'
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
    // What follows the first line are paths of this machine, and this is shown on pages.
    const [first] = error.message.split('\n')
    const platform = `${process.platform}-${process.arch}`
    throw new Error(`DuckDB's binary for ${platform} cannot be loaded (${first})`)
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

/** A path of this program as text of SQL, where no parameter is allowed. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`
}
