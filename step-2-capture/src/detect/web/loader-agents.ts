/** What people type, and what scripts and macros start. */
export const commandAgent =
  /^(?:Wget|curl|libwww-perl|lwp-|python-|Python-urllib|Go-http-client|CertUtil)|PowerShell/i

/**
 * What the parts of Windows call themselves that scripts, macros and loaders ask with: WinHTTP and
 * MSXML from scripts, Office and Java from documents and applets, and names without a version.
 */
const hostAgent =
  /WinHttp\.WinHttpRequest|MSXML|Microsoft Office|\bMSOffice\b|ms-office|\bJava\/1\.|^AutoIt|^Mozilla\/[45]\.0(?: \(compatible\))?$/i

/** What `URLDownloadToFile` sends on every Windows since Vista: Internet Explorer 7, which none has. */
const downloadCall = /^Mozilla\/4\.0 \(compatible; MSIE 7\.0; Windows NT (?:6\.[123]|10\.0)/

/** Whether a request comes from a script, a macro or a loader, by the name that it gives itself. */
export function isLoaderAgent(agent: string | null): boolean {
  if (agent === null || agent === '') return true
  return commandAgent.test(agent) || hostAgent.test(agent)
}

/** Whether a program of Windows asked by a call for downloads, and not the browser that it names. */
export function isDownloadCall(agent: string | null): boolean {
  return agent !== null && downloadCall.test(agent)
}

/** What browsers call themselves, and what imitates them. */
export const browserAgent = /^(?:Mozilla|Opera)\//
