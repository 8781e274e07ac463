/** The parts of traffic that a rule reads. The bytes of a packet or stream are `payload`. */
export const requestBuffers = [
  'http.uri',
  'http.uri.raw',
  'http.method',
  'http.request_line',
  'http.request_body',
  'http.host',
  'http.host.raw',
  'http.user_agent',
  'http.referer',
  'http.accept',
  'http.accept_enc',
  'http.accept_lang',
] as const
export const responseBuffers = [
  'http.stat_code',
  'http.stat_msg',
  'http.response_line',
  'http.response_body',
  'http.location',
  'http.server',
] as const
/** These are of the request or of the response, as the rule's `flow` says. */
const messageBuffers = [
  'http.header',
  'http.header.raw',
  'http.header_names',
  'http.cookie',
  'http.content_type',
  'http.content_len',
  'http.connection',
  'http.protocol',
  'http.start',
  'file.data',
] as const
export const sessionBuffers = [
  'dns.query',
  'tls.sni',
  'tls.cert_subject',
  'tls.cert_issuer',
  'tls.cert_serial',
  'tls.cert_fingerprint',
  'ja3.hash',
  'ja3.string',
  'ja3s.hash',
  'ssh.proto',
  'ssh.software',
] as const

export const bufferNames = [
  'payload',
  ...requestBuffers,
  ...responseBuffers,
  ...messageBuffers,
  ...sessionBuffers,
] as const
export type BufferName = (typeof bufferNames)[number]

/** Those that a message of HTTP fills, in one direction or the other. */
export const httpBuffers: ReadonlySet<BufferName> = new Set([
  ...requestBuffers,
  ...responseBuffers,
  ...messageBuffers,
])
/** Those that are whole only when the body of the message is. */
export const bodyBuffers: ReadonlySet<BufferName> = new Set([
  'http.request_body',
  'http.response_body',
  'file.data',
])
