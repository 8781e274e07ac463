import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from 'step-3-persistence'
import {
  type Dashboard,
  type DashboardConfig,
  openDashboard,
  readDashboardConfig,
} from '../src/index.ts'

export interface TestDashboard extends Pick<Dashboard, 'context'> {
  readonly port: number
  /** Where the server is, with `localhost` as its name. */
  readonly origin: string
  close(): Promise<void>
}

/** The whole server on a free port, with a data folder of its own and pages of two small files. */
export async function openTestDashboard({
  dataFolder,
  ...changes
}: Partial<DashboardConfig> = {}): Promise<TestDashboard> {
  const folder = await mkdtemp(join(tmpdir(), 'step-4-'))
  const webFolder = await writePages(folder)
  const config = {
    ...(await readDashboardConfig({ DATA_DIR: dataFolder ?? join(folder, 'data'), PORT: '0' })),
    webFolder,
    ...changes,
  }
  const { opened, port, close } = await startServer(config, async (config, closing) => {
    closing.defer(() => rm(folder, { recursive: true }))
    return openDashboard(config, closing)
  })
  return { context: opened.context, port, origin: `http://localhost:${port}`, close }
}

async function writePages(folder: string): Promise<string> {
  const webFolder = join(folder, 'web')
  await mkdir(join(webFolder, 'assets'), { recursive: true })
  await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>The page</title>')
  await writeFile(join(webFolder, 'assets/app-1.js'), `export const text = '${'x'.repeat(500)}'`)
  await writeFile(join(folder, 'secret.txt'), 'outside of the pages')
  return webFolder
}
