import {
  type HttpRequest,
  type HttpResponse,
  httpDate,
  httpRequest,
  httpResponse,
} from '../packet-builder/http.ts'
import type { Process } from '../simulator.ts'
import type { TcpConversation } from './tcp-conversation.ts'

export interface HttpExchange {
  readonly request: HttpRequest
  readonly response: HttpResponse
  /** What the server needs to make the answer, in milliseconds. */
  readonly thinkMs?: number
}

/** One request and its response on an open connection; several of them make it keep-alive. */
export function* exchangeHttp(conversation: TcpConversation, exchange: HttpExchange): Process {
  const { request, response, thinkMs = 2 } = exchange
  yield* conversation.send('client', httpRequest(request))
  yield conversation.reactionUs('server') + thinkMs * 1000
  const headers = {
    Date: httpDate(conversation.network.wire.nowUs),
    Server: 'nginx/1.22.1',
    'Content-Type': 'text/html; charset=utf-8',
    ...response.headers,
  }
  yield* conversation.send('server', httpResponse({ ...response, headers }))
  yield conversation.reactionUs('client')
}
