/** Lookups stand inside each other this deep in public exploits at most; a tenth is never needed. */
const depthMax = 24

/** `\u0024` as JSON and properties write characters. */
const escapedCharacter = /\\u00([0-9a-f]{2})/gi
/** A lookup that holds no other: what stands between its braces is at most 200 characters long. */
const innermost = /\$\{([^${}]{0,200})\}/g

/**
 * A text as Log4j reads it (its documentation, "Lookups"): the innermost `${…}` are replaced by what
 * they stand for, until none is left that hides something. Those that begin with `jndi:` stay.
 */
export function resolvedLookups(text: string): string {
  let resolved = text.replace(escapedCharacter, (_, digits) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  for (let depth = 0; depth < depthMax; depth++) {
    const next = resolved.replace(innermost, (whole, inner: string) => standInOf(inner) ?? whole)
    if (next === resolved) return next
    resolved = next
  }
  return resolved
}

/** What a lookup stands for, or null where it is the one that is looked for. */
function standInOf(inner: string): string | null {
  if (/^\s*jndi:/i.test(inner)) return null
  // What is not found has its default value, behind the first `:-`.
  const standIn = inner.indexOf(':-')
  if (standIn !== -1) return inner.slice(standIn + 2)
  const [, name = '', value = ''] = /^([a-z0-9]{1,12}):([\s\S]*)$/i.exec(inner) ?? []
  switch (name.toLowerCase()) {
    case 'lower':
    case 'upper':
      return value
    case 'date':
      return value.replaceAll("'", '')
    case 'base64':
      return Buffer.from(value, 'base64').toString('latin1')
    default:
      return ''
  }
}
