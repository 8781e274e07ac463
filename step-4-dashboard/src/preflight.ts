import type { DashboardContext } from './app.ts'
import type { DashboardConfig } from './dashboard-config.ts'

/** What works on this machine, and the fix for what does not: one line each, for the terminal. */
export async function preflight(
  { interfaces, webFiles }: Pick<DashboardContext, 'interfaces' | 'webFiles'>,
  { dataFolder, token }: Pick<DashboardConfig, 'dataFolder' | 'token'>,
): Promise<string[]> {
  const isBuilt = webFiles.has('/index.html')
  return [
    await captureLine(interfaces),
    line('data', true, dataFolder),
    line('pages', isBuilt, isBuilt ? 'built' : 'not built; npm start builds them'),
    ...(token === undefined ? [] : [line('token', true, 'asked for by every route')]),
  ]
}

async function captureLine(interfaces: DashboardContext['interfaces']): Promise<string> {
  const all = await interfaces.list()
  const able = all.filter(({ may_capture }) => may_capture).map(({ name }) => name)
  if (able.length > 0) return line('live capture', true, `on ${able.join(', ')}`)
  const [first] = all
  const reason = first ? `${first.reason}. ${first.fix}` : 'there is no network interface'
  return line('live capture', false, `${reason} Samples and uploads work without it.`)
}

function line(what: string, isGood: boolean, text: string): string {
  return `  ${isGood ? '✓' : '–'} ${what.padEnd(12)}  ${text}`
}
