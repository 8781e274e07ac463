import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { programType } from './kit-contents.ts'
import { browserAgent, commandAgent, isDownloadCall, isLoaderAgent } from './loader-agents.ts'
import type { PagesGiven } from './pages-given.ts'

/** Extensions that programs do not have: pictures, texts, documents, scripts of a site. */
const otherName =
  /\.(?:png|jpe?g|gif|bmp|ico|txt|html?|css|js|docx?|xlsx?|pdf|mp[34]|woff2?)(?:\?|$)/i
/** Content types that servers give programs only when they have another name. */
const otherType = /^(?:image|text|audio|video|font)\//i
/** A folder of a site: hidden scripts answer there. */
const folderName = /^[^?]*\/$/
const addressHost = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/
/** Updates of Windows come from caches that have no name (Delivery Optimization, BITS). */
const updaterAgent = /Delivery-Optimization|Microsoft BITS/i
/** Such a name anywhere, as scripts that hand out programs are asked for it. */
const anyProgramName = /\.(?:exe|msi|dll|scr|pif|com|cab|msu|zip|bin|dat)\b/i
/** Names of programs for Windows and of what runs them, before the query. */
const programName =
  /^[^?]*\.(?:exe|msi|dll|scr|pif|com|cab|msu|bat|cmd|ps1|vbs|hta|sct)(?:\/?(?:\?|$))/i

/** What the request of a flow was, as bits of its mark. */
export const Mark = {
  otherName: 1,
  bareAddress: 2,
  otherType: 4,
  folder: 8,
  /** No page led there, and the target bears no name of a program: a script hands it out. */
  script: 16,
  /** A script, a macro or a loader asks, and no page led there. */
  loader: 32,
  /** A browser asks for it from a page, and neither the target nor the answer names it. */
  unnamed: 64,
  /** Under XOR with a short key, as no download of a person is. */
  encoded: 128,
} as const

/** Devices fetch their firmware in these ways too, but no program for Windows. */
export const onlyForWindows = Mark.folder | Mark.script | Mark.loader | Mark.unnamed

/** Whether an answer of that type may be a program; without a type it may be anything. */
export function isProgramType(type: string | null): boolean {
  return type === null || programType.test(type)
}

/** Whether the target bears the name of a program for Windows. */
export function hasProgramName(target: string): boolean {
  return programName.test(target)
}

/** The mark of a flow whose request is parsed into `http`. */
export function markOfRequest({ http, flow, flows, hosts }: Traffic, pages: PagesGiven): number {
  const agent = http.header('user-agent')
  if (updaterAgent.test(agent ?? '')) return 0
  const isOutside = scopeOf(hosts, flows.responder(flow)) === AddressScope.outside
  const isBare = isOutside && addressHost.test(http.header('host') ?? '')
  const isOfPage = pages.hasGiven(flow) || http.header('referer') !== null
  const isWanted = !isOutside || isOfPage
  const isNamed = hasProgramName(http.target)
  // A tool that asks for a program by its name is stated when it asks.
  const isTool = isNamed && commandAgent.test(agent ?? '')
  const callsItselfLoader = isLoaderAgent(agent) || isDownloadCall(agent)
  const isLoader = !isTool && callsItselfLoader
  const isBrowser = !callsItselfLoader && browserAgent.test(agent ?? '')
  const isUnnamed = isBrowser && isOfPage && !anyProgramName.test(http.target)
  return (
    nameMark(http.target) |
    (isUnnamed ? Mark.unnamed : 0) |
    (isBare ? Mark.bareAddress : 0) |
    (isWanted || isNamed ? 0 : Mark.script) |
    (isWanted || !isLoader ? 0 : Mark.loader)
  )
}

/** The mark of an answer to a request with that mark: what a person is to keep bears a name. */
export function markOfAnswer({ http }: Traffic, mark: number): number {
  const isOtherType = otherType.test(http.header('content-type') ?? '')
  const isKept = /^\s*attachment\b/i.test(http.header('content-disposition') ?? '')
  const kept = mark & ~Mark.otherType & (isKept ? ~Mark.unnamed : ~0)
  return kept | (isOtherType ? Mark.otherType : 0)
}

function nameMark(target: string): number {
  if (otherName.test(target)) return Mark.otherName
  return folderName.test(target) ? Mark.folder : 0
}

/** What is odd about a program that was asked for like this. */
export function disguiseText(mark: number): string {
  if (mark & Mark.encoded) return 'encoded with a key that repeats'
  if (mark & Mark.otherName) return 'under the name of a picture or text'
  if (mark & Mark.otherType) return 'as the type of a picture or text'
  if (mark & Mark.bareAddress) return 'by address'
  if (mark & Mark.loader) return 'with no browser'
  if (mark & Mark.unnamed) return 'for a page and under no name'
  return mark & Mark.folder ? 'from a folder' : 'from a script that no page led to'
}

/** The last part of the path. */
export function fileName(target: string): string {
  const path = target.split('?', 1)[0] ?? ''
  return path.split('/').findLast((part) => part !== '') ?? path
}
