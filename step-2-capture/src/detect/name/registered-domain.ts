/** Second-level labels under which country domains register names, as in `example.co.uk`. */
const genericLabels = new Set(['co', 'com', 'org', 'net', 'gov', 'edu', 'ac', 'ne', 'or', 'go'])

/**
 * Where the registered domain starts in a name of lower-case bytes: its last two labels, or three
 * where the second is a generic one under a country (a short form of publicsuffix.org, which needs
 * no list). Names of services below shared hosting count as that service's.
 */
export function registeredDomainStart(name: Uint8Array, length: number): number {
  const last = lastDot(name, length)
  if (last === -1) return 0
  const second = lastDot(name, last)
  if (second === -1) return 0
  const isCountry = length - last - 1 === 2
  const label = Buffer.from(name.buffer, name.byteOffset + second + 1, last - second - 1)
  if (!isCountry || !genericLabels.has(label.toString('latin1'))) return second + 1
  return lastDot(name, second) + 1
}

const dot = 46

function lastDot(name: Uint8Array, end: number): number {
  for (let at = end - 1; at >= 0; at--) if (name[at] === dot) return at
  return -1
}
