/** The part of the traffic that a rule reads. */
export const ruleParts = [
  /** Bytes of a TCP stream or a datagram, as sent. */
  'payload',
  /** The target of an HTTP request, percent-decoded. */
  'http.uri',
  /** All header lines of an HTTP request. */
  'http.header',
  /** User name and password of a request (Basic, RFC 7617), decoded. */
  'http.credentials',
  /** The body of an HTTP request, percent-decoded, its first kilobytes. */
  'http.body',
  /** The name that a DNS query asks for. */
  'dns.name',
  /** The server name that a TLS client asks for. */
  'tls.sni',
  /** Fingerprints of a TLS client, compared as a whole. */
  'tls.ja3',
  'tls.ja4',
] as const
export type RulePart = (typeof ruleParts)[number]
