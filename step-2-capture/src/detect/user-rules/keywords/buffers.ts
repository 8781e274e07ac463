import { type BufferName, bufferNames } from '../buffer-name.ts'
import { rangeOf } from '../draft.ts'
import { givenValue, type Keyword, type Keywords, listOf } from './keyword.ts'

/** What follows is about that buffer. */
function sticky(buffer: BufferName): Keyword {
  return (draft) => {
    draft.buffer = buffer
  }
}

/** The content before it is about that buffer. */
function modifier(buffer: BufferName): Keyword {
  return (draft, _, keyword) => draft.moveContent(keyword, buffer)
}

/** The bytes of a packet or stream have no name of their own there. */
const ownNames = bufferNames.filter((name) => name !== 'payload')

/** Each buffer by its own name, and by the older ones. */
const stickyBuffers: Readonly<Record<string, BufferName>> = {
  ...Object.fromEntries(ownNames.map((name) => [name, name])),
  pkt_data: 'payload',
  file_data: 'file.data',
  http_request_line: 'http.request_line',
  http_referer: 'http.referer',
  http_accept: 'http.accept',
  http_accept_enc: 'http.accept_enc',
  http_accept_lang: 'http.accept_lang',
  http_response_line: 'http.response_line',
  http_header_names: 'http.header_names',
  http_content_type: 'http.content_type',
  http_content_len: 'http.content_len',
  http_connection: 'http.connection',
  http_protocol: 'http.protocol',
  http_start: 'http.start',
  dns_query: 'dns.query',
  tls_sni: 'tls.sni',
  tls_cert_subject: 'tls.cert_subject',
  tls_cert_issuer: 'tls.cert_issuer',
  tls_cert_serial: 'tls.cert_serial',
  tls_cert_fingerprint: 'tls.cert_fingerprint',
  ja3_hash: 'ja3.hash',
  ja3_string: 'ja3.string',
  ssh_proto: 'ssh.proto',
  ssh_software: 'ssh.software',
}

const modifiers: Readonly<Record<string, BufferName>> = {
  http_uri: 'http.uri',
  http_raw_uri: 'http.uri.raw',
  http_method: 'http.method',
  http_client_body: 'http.request_body',
  http_header: 'http.header',
  http_raw_header: 'http.header.raw',
  http_cookie: 'http.cookie',
  http_host: 'http.host',
  http_raw_host: 'http.host.raw',
  http_user_agent: 'http.user_agent',
  http_stat_code: 'http.stat_code',
  http_stat_msg: 'http.stat_msg',
  http_server_body: 'http.response_body',
}

const entriesOf = (
  names: Readonly<Record<string, BufferName>>,
  make: (one: BufferName) => Keyword,
) => Object.entries(names).map(([name, buffer]) => [name, make(buffer)] as const)

/** Which part of the traffic is looked at, and how long that is. */
export const bufferKeywords: Keywords = {
  ...Object.fromEntries(entriesOf(stickyBuffers, sticky)),
  ...Object.fromEntries(entriesOf(modifiers, modifier)),
  bsize: (draft, value, keyword) => {
    const [min, max] = rangeOf(givenValue(value, keyword), keyword)
    draft.add({ kind: 'size', min, max })
  },
  urilen: (draft, value, keyword) => {
    const [length = '', form = 'raw'] = listOf(value, keyword)
    const [min, max] = rangeOf(length, keyword)
    draft.add({ kind: 'size', min, max }, form === 'norm' ? 'http.uri' : 'http.uri.raw')
  },
}
