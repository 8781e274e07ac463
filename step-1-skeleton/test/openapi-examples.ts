/** The JSON bodies of an OpenAPI document, as `post /train 200`, that show no example. */
export function withoutExample(document: object): string[] {
  const { paths, components } = document as OpenApi // Read from a server's own answer.
  const hasExample = (body: Body) => {
    const media = body.content?.['application/json']
    if (!media) return true
    const name = media.schema?.$ref?.split('/').at(-1) ?? ''
    const examples = [media.example, media.schema?.example, components?.schemas?.[name]?.example]
    return examples.some((example) => example !== undefined)
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody, responses = {} }]) =>
      [['request', requestBody ?? {}] as const, ...Object.entries(responses)]
        .filter(([, body]) => !hasExample(body))
        .map(([name]) => `${method} ${path} ${name}`),
    ),
  )
}

interface Body {
  content?: Record<string, { schema?: { $ref?: string; example?: unknown }; example?: unknown }>
}
interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: Body; responses?: Record<string, Body> }>>
  components?: { schemas?: Record<string, { example?: unknown }> }
}
