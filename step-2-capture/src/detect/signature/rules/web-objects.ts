import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

const request = ['http.uri', 'http.body', 'http.header'] as const
const parameters = ['http.uri', 'http.body'] as const

const object = {
  kind: 'object_injection',
  severity: 'high',
  technique: techniques.T1190,
  where: [...request],
  recommendation:
    'See whether the application makes objects of what it is sent; if so, look for processes that ' +
    'it started then, and have it take plain data only.',
} satisfies Partial<SignatureRule>

const pickle = {
  ...object,
  name: 'a serialized Python object that runs commands when it is read',
  severity: 'critical',
} satisfies Partial<SignatureRule>

const query = {
  severity: 'high',
  technique: techniques.T1190,
  where: [...parameters],
  recommendation:
    'Check in the server log what was returned; have the application escape what it puts into a query.',
} satisfies Partial<SignatureRule>

/** What an application would read as objects, as parts of a query, or as lines of its own. */
export const webObjectRules: readonly SignatureRule[] = [
  {
    ...object,
    id: 'object-php',
    name: 'a serialized PHP object',
    severity: 'medium',
    // O:4:"Name":2:{s:4:"file";…  An array has no name, so no quotation mark before its count.
    content: Array.from({ length: 9 }, (_, index) => `":${index + 1}:{s:`),
    followedBy: `\\d{1,4}:"`,
    // What is only a list of fields harms no application; WordPress sent such once.
    quotedAfter: `"stdclass$`,
  },
  {
    ...object,
    id: 'object-net',
    name: 'a serialized .NET object',
    // BinaryFormatter in base64 ([MS-NRBF] 2.6.1), alone or as the whole view state of a page.
    content: ['aaeaaad/////', '__viewstate=/wey'],
  },
  {
    ...object,
    id: 'object-java',
    name: 'a serialized Java object',
    severity: 'low',
    // TC_OBJECT and TC_CLASSDESC behind the magic number, in base64; some pages keep their state so.
    content: ['ro0abxny'],
  },
  {
    ...pickle,
    id: 'object-python',
    where: [...parameters],
    // Opcode c (a global), module and name a line each; opcode \x8c in version 4.
    content: [
      'cos\nsystem\n',
      'cposix\nsystem\n',
      'cnt\nsystem\n',
      'c__builtin__\neval\n',
      'csubprocess\npopen\n',
      '\x8c\x05posix\x94\x8c\x06system\x94',
    ],
  },
  {
    ...pickle,
    id: 'object-python-encoded',
    // The first of them in base64.
    content: ['y29zcnn5c3rlbq', 'y3bvc2l4cnn5c3rlbq', 'y19fynvpbhrpbl9fcmv2ywwk'],
  },
  {
    ...query,
    id: 'directory-filter',
    name: 'LDAP injection',
    kind: 'ldap_injection',
    content: ['*)(uid=', '*)(cn=', '*)(objectclass=', '*)(|(objectclass=', ')(|(uid=*', ')(|(cn=*'],
  },
  {
    ...query,
    id: 'xml-path',
    name: 'XPath injection',
    kind: 'xpath_injection',
    content: ["'] | //*", "']|//*", 'or count(/', 'and count(/', 'string-length(name(/'],
  },
  {
    ...query,
    id: 'server-side-include',
    name: 'a command in a server-side include',
    kind: 'command_injection',
    where: [...request],
    content: ['<!--#exec cmd=', '<!--#exec cgi='],
  },
  {
    ...query,
    id: 'header-injection',
    name: 'a header line in a parameter (response splitting)',
    kind: 'header_injection',
    severity: 'medium',
    where: ['http.uri'],
    content: ['\nset-cookie:', '\nlocation:'],
  },
  {
    ...query,
    id: 'request-smuggling',
    name: 'a transfer encoding on which servers disagree (request smuggling)',
    kind: 'request_smuggling',
    where: ['http.header'],
    content: [
      'transfer-encoding: chunked, chunked',
      'transfer-encoding: chunked, identity',
      'transfer-encoding: chunked, cow',
      'transfer-encoding: identity, chunked',
      'transfer-encoding: xchunked',
      'transfer-encoding: x-chunked',
    ],
    recommendation:
      'Update the proxy and the server behind it, and have both refuse such requests: the second ' +
      'request that is hidden in the first passes by the checks of the proxy.',
  },
  {
    ...query,
    id: 'request-smuggling-body',
    name: 'a request behind the last chunk in a body (request smuggling)',
    kind: 'request_smuggling',
    where: ['http.body'],
    content: ['0\r\n\r\nget /', '0\r\n\r\npost /', '0\r\n\r\nput /', '0\r\n\r\ndelete /'],
    followedBy: `[^\\r\\n ]{0,120} http/1`,
    recommendation:
      'Update the proxy and the server behind it, and have both refuse such requests: the second ' +
      'request that is hidden in the first passes by the checks of the proxy.',
  },
]
