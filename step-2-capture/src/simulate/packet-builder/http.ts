/** Header lines of an HTTP/1.1 message in the order they are sent. */
export type HttpHeaders = Readonly<Record<string, string>>

export interface HttpRequest {
  readonly method?: string
  readonly target: string
  readonly headers: HttpHeaders
  readonly body?: Uint8Array | string
}

export interface HttpResponse {
  readonly status: number
  readonly headers?: HttpHeaders
  readonly body?: Uint8Array | string
}

const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  500: 'Internal Server Error',
}

/** A request (RFC 9112); a body brings its Content-Length with it. */
export function httpRequest({ method = 'GET', target, headers, body }: HttpRequest): Buffer {
  const bytes = Buffer.from(body ?? '')
  const length = bytes.length > 0 ? { 'Content-Length': `${bytes.length}` } : {}
  return message(`${method} ${target} HTTP/1.1`, { ...headers, ...length }, bytes)
}

export function httpResponse({ status, headers = {}, body }: HttpResponse): Buffer {
  const bytes = Buffer.from(body ?? '')
  const startLine = `HTTP/1.1 ${status} ${reasonPhrases[status] ?? 'Unknown'}`
  const hasLength = status !== 204 && status !== 304
  const length = hasLength ? { 'Content-Length': `${bytes.length}` } : {}
  return message(startLine, { ...headers, ...length }, bytes)
}

function message(startLine: string, headers: HttpHeaders, body: Buffer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${startLine}\r\n${lines.join('')}\r\n`, 'utf8'), body])
}

/** The date of an HTTP header. */
export function httpDate(timeUs: number): string {
  return new Date(timeUs / 1000).toUTCString()
}
