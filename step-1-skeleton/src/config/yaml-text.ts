import type { Node } from 'yaml'

/** Why a text is refused, and where: the line counted from 1. */
export interface YamlProblem {
  readonly line: number
  readonly message: string
}

export interface YamlMap {
  readonly value: Readonly<Record<string, unknown>>
  /** Where a key or an entry stands, or the deepest of its path that is there; counted from 1. */
  lineOf(path: readonly PropertyKey[]): number
}

/**
 * Parses a YAML map, and knows where everything stands. The parser is loaded only here: most
 * commands run without a file. @param refuse Makes the error to throw for a text that is no map.
 */
export async function parseYamlMap(
  text: string,
  refuse: (problem: YamlProblem) => Error,
): Promise<YamlMap> {
  const { isMap, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw refuse({ line: lines.linePos(problem.pos[0]).line, message: problem.message })

  function lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = document.contents
    let offset = 0
    for (const key of path) {
      const child = childOf(node, key)
      if (!child) break
      node = child.node
      offset = child.offset
    }
    return lines.linePos(offset).line
  }

  function childOf(node: unknown, key: PropertyKey): { node: unknown; offset: number } | undefined {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key))
      return pair && { node: pair.value, offset: pair.key.range?.[0] ?? 0 }
    }
    const item = isSeq<Node>(node) ? node.items[Number(key)] : undefined
    return item && { node: item, offset: item.range?.[0] ?? 0 }
  }

  return { value: mapOf(() => document.toJS(), refuse), lineOf }
}

function mapOf(
  read: () => unknown,
  refuse: (problem: YamlProblem) => Error,
): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = read() ?? {}
  } catch (error) {
    // An alias without its anchor, or many of them, so that a short text becomes a long value.
    throw refuse({ line: 1, message: error instanceof Error ? error.message : String(error) })
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw refuse({ line: 1, message: 'the file must be a map of sections' })
  }
  return value as Record<string, unknown> // Its keys were made texts.
}
