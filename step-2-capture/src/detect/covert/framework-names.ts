import type { X509Certificate, X509Name } from '../../decode/x509.ts'

/**
 * What tools for remote control put into their certificates unless it is changed, as their sources
 * and public lists of such certificates have it (abuse.ch SSLBL, Censys).
 */
const frameworkName = new RegExp(
  [
    'async ?rat',
    'dc ?rat',
    'venom ?rat',
    'bit ?rat',
    'quasar',
    'orcus (?:server|rat)',
    'pandora ?hvnc',
    'remcos',
    'xworm',
    'cobalt ?strike',
    'metasploit',
    'meterpreter',
    'havoc ?c2',
    'mythic ?c2',
    'deimos ?c2',
    'brute ?ratel',
    'posh ?c2',
    'covenant ?c2',
    'pupy ?rat',
    'shad0w',
    'merlin ?c2',
    'silent ?trinity',
    'gh0st',
    'plugx',
    'evilginx',
    'gozi',
    'trickbot',
    'bazar ?loader',
  ]
    .map((name) => `\\b${name}\\b`)
    .join('|'),
  'i',
)
/** Default subjects that are no words: PoshC2's common name, Sliver's and Mythic's organizations. */
const frameworkSubject = /^(?:P18055077|operators|multiplayer|Mythic|Major Cobalt Strike)$/

/** The text in a certificate that names a tool for remote control, or null. */
export function frameworkNameOf({ subject, issuer }: X509Certificate): string | null {
  const texts = [...textsOf(subject), ...textsOf(issuer)]
  return texts.find((text) => frameworkName.test(text) || frameworkSubject.test(text)) ?? null
}

/** What OpenSSL, Go and web servers fill in where no name is given. */
const exampleName =
  /^(?:Internet Widgits Pty Ltd|Default Company Ltd|My Company(?: Ltd| Name)?|Some[- ](?:Company|Organization)|Company Name|Acme Co)$/i

/** Whether a certificate bears the example of the tool that made it. */
export function isExampleName({ subject, issuer }: X509Certificate): boolean {
  return [...textsOf(subject), ...textsOf(issuer)].some((text) => exampleName.test(text))
}

/** Names that a relay of Tor draws (tor-spec, section 2): 8 to 20 letters and digits of base32. */
const relayName = /^www\.[a-z2-7]{8,20}\.(?:com|net)$/

/** Whether a certificate is of a relay of Tor: two different names that were drawn, and no more. */
export function isTorRelay({ subject, issuer }: X509Certificate): boolean {
  if (subject.organization !== '' || issuer.organization !== '') return false
  if (subject.commonName === issuer.commonName) return false
  return relayName.test(subject.commonName) && relayName.test(issuer.commonName)
}

function textsOf({ commonName, organization, unit }: X509Name): string[] {
  return [commonName, organization, unit].filter((text) => text !== '')
}
