import type { Guard } from './guard.ts'

const inPackage = { package: 'step-1-skeleton' } as const
/** Every guard of requests is tried on the whole product, through its port. */
const requests = {
  testPackage: 'step-4-dashboard',
  tests: ['test/guard.test.ts', 'test/security-headers.test.ts', 'src/access/session.test.ts'],
} as const

/** Pages that are allowed, and those beside them. */
const allowedPages = {
  testPackage: 'step-4-dashboard',
  tests: ['test/allowed-page.test.ts'],
} as const

/** What stands before every request, in the lowest step. */
export const guardsOfStep1: readonly Guard[] = [
  {
    name: 'other host names are refused',
    threats: [1, 45],
    change: {
      ...inPackage,
      file: 'guard/access.ts',
      in: 'if (!ownHosts.has(host)) return foreignHost(facts.host, ownHosts)',
      by: '',
    },
    ...requests,
  },
  {
    name: 'pages of other sites are refused by their Origin',
    threats: [2, 3, 45],
    change: {
      ...inPackage,
      file: 'guard/access.ts',
      in: 'if (facts.origin !== undefined && !isOwnOrigin(facts.origin, ownHosts)) return foreignOrigin()',
      by: '',
    },
    ...requests,
  },
  {
    name: 'pages of other sites are refused by Sec-Fetch-Site',
    threats: [2],
    change: {
      ...inPackage,
      file: 'guard/access.ts',
      in: 'return siteRefusal(facts.fetchSite)',
      by: 'return undefined',
    },
    ...requests,
  },
  {
    name: 'a body that any form can send is refused',
    threats: [2],
    change: {
      ...inPackage,
      file: 'guard/access.ts',
      in: 'return disguisedJson()',
      by: 'return undefined',
    },
    ...requests,
  },
  {
    name: 'an origin is allowed by its whole text',
    threats: [3, 4],
    change: {
      ...inPackage,
      file: 'guard/admit-pages.ts',
      in: '!origins.has(origin)',
      by: '![...origins].some((one) => origin.startsWith(one))',
    },
    ...allowedPages,
  },
  {
    name: 'a cookie counts for nothing where the page is from elsewhere',
    threats: [3, 4],
    change: {
      ...inPackage,
      file: 'guard/admit-pages.ts',
      in: "'sec-fetch-site', 'cookie'",
      by: "'sec-fetch-site'",
    },
    ...allowedPages,
  },
  {
    name: 'a page from elsewhere is given no session',
    threats: [3],
    change: {
      ...inPackage,
      file: 'guard/admit-pages.ts',
      in: "answered.delete('set-cookie')",
      by: '',
    },
    ...allowedPages,
  },
  {
    name: 'the whole refusal stands before every route',
    threats: [1, 2, 45],
    change: {
      ...inPackage,
      file: 'guard/guard.ts',
      in: 'guarded.use(refuseForeign(ownHosts))',
      by: '',
    },
    ...requests,
  },
  {
    name: 'security headers are on every answer',
    threats: [7],
    change: {
      ...inPackage,
      file: 'guard/guard.ts',
      in: 'guarded.use(setSecurityHeaders)',
      by: '',
    },
    ...requests,
  },
  {
    name: 'a token is asked for',
    threats: [5],
    change: {
      ...inPackage,
      file: 'guard/guard.ts',
      in: 'guarded.use(requireToken(gate))',
      by: '',
    },
    ...requests,
  },
  {
    name: 'no other address than loopback without a token',
    threats: [5, 45],
    change: {
      ...inPackage,
      file: 'guard/binding.ts',
      in: 'if (token !== undefined && token.length < tokenLengthMin) {',
      by: 'if (host.length > 0) return\n  if (token !== undefined && token.length < tokenLengthMin) {',
    },
    tests: ['src/guard/binding.test.ts', 'src/listen.test.ts'],
  },
  {
    name: 'ten wrong tokens a minute',
    threats: [5],
    change: {
      ...inPackage,
      file: 'guard/token-gate.ts',
      in: 'entry.count >= wrongTokensPerMinuteMax',
      by: 'entry.count < 0',
    },
    ...requests,
  },
  {
    name: 'only a proxy that was named says who asks',
    threats: [5],
    change: {
      ...inPackage,
      file: 'guard/forwarded.ts',
      in: "if (!trusted.has(plain(socket.remoteAddress ?? ''))) return undefined",
      by: '',
    },
    tests: ['src/guard/forwarded.test.ts'],
  },
  {
    name: 'tokens are compared in constant time',
    threats: [5],
    change: {
      ...inPackage,
      file: 'guard/token-gate.ts',
      in: 'return timingSafeEqual(digest(given), digest(wanted))',
      by: 'return given === wanted || timingSafeEqual(Buffer.from("a"), Buffer.from("b"))',
    },
    tests: ['src/guard/token-gate.test.ts'],
  },
  {
    name: 'a body has a limit',
    threats: [35, 56],
    change: {
      ...inPackage,
      file: 'app.ts',
      in: 'app.use(path, inHeavyTurns(turns), limitBody(jsonBytesMax))',
      by: 'app.use(path, inHeavyTurns(turns))',
    },
    tests: ['test/contract.test.ts'],
  },
  {
    name: 'brackets are counted before a body is parsed',
    threats: [56],
    change: {
      ...inPackage,
      file: 'json-shape.ts',
      in: 'if (++depth > jsonDepthMax) throw',
      by: 'if (++depth > jsonDepthMax * 1_000_000) throw',
    },
    tests: ['src/json-shape.test.ts'],
  },
  {
    name: 'few large bodies are read at once',
    threats: [56],
    change: {
      ...inPackage,
      file: 'heavy-turns.ts',
      in: 'const end = await turns.take()',
      by: 'const end = () => {}',
    },
    tests: ['src/heavy-turns.test.ts'],
  },
  {
    name: 'a large batch is scored in turns',
    threats: [56],
    change: {
      ...inPackage,
      file: 'parts-in-turns.ts',
      in: 'await setImmediate()',
      by: '',
    },
    tests: ['test/responsive.test.ts'],
  },
  {
    name: 'a body that stands still is cut',
    threats: [54],
    change: {
      ...inPackage,
      file: 'stalled-bodies.ts',
      in: 'if (before !== undefined && bytesRead - before <= stalledBytesMax) cut(request)',
      by: 'if (before === -1) cut(request)',
    },
    testPackage: 'step-2-capture',
    tests: ['test/slow-uploads.test.ts'],
  },
  {
    name: 'a request may last',
    threats: [54],
    change: {
      ...inPackage,
      file: 'stalled-bodies.ts',
      in: 'server.requestTimeout = 0',
      by: '',
    },
    tests: ['src/listen.test.ts'],
  },
  {
    name: 'a model file that was edited is not used',
    threats: [37],
    change: {
      ...inPackage,
      file: 'model-file.ts',
      in: 'if (JSON.stringify(model.state) !== text) throw modelDamaged(`${this.path} was edited`)',
      by: '',
    },
    tests: ['src/model-file.test.ts'],
  },
]
