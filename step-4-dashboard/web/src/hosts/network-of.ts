/**
 * What was typed as the network that the API asks for: an address or a CIDR block as it is, and the
 * beginning of an IPv4 address as its block: `10.0.` is 10.0.0.0/16. Undefined for any other text.
 */
export function networkOf(typed: string): string | undefined {
  const text = typed.trim()
  if (/^[\da-f:]*:[\da-f:.]*(?:\/\d{1,3})?$/i.test(text)) return text
  const [, parts = '', length] = /^((?:\d{1,3}\.){0,3}\d{0,3})(\/\d{1,2})?$/.exec(text) ?? []
  const numbers = parts.split('.').filter(Boolean)
  if (numbers.length === 0 || numbers.some((one) => Number(one) > 255)) return undefined
  if (numbers.length === 4) return `${parts}${length ?? ''}`
  if (length !== undefined) return undefined
  const zeros = Array.from({ length: 4 - numbers.length }, () => '0')
  return `${[...numbers, ...zeros].join('.')}/${numbers.length * 8}`
}
