import type { Exercise } from '../exercise.ts'

export const foreignGuard: Exercise = {
  id: 'foreign-guard',
  step: 1,
  title: 'The guard against foreign names and origins',
  minutes: 20,
  package: 'step-1-skeleton',
  file: 'guard/access.ts',
  tests: ['src/guard/access.test.ts'],
  hints: [
    'Each rule is one line: if (…) return …. Begin with the host: facts.host?.toLowerCase() may be undefined, which is in no set.',
    'Take http:// or https:// off the origin, and look for the rest, whole, in ownHosts: a test with startsWith or includes would let http://localhost:8000.evil.example pass. Without the scheme it is foreign.',
    "The content type has a rule of its own because browsers send text/plain without asking first, and a body of text/plain can be valid JSON. /^\\s*text\\/plain/i.test(facts.contentType ?? '') looks at its beginning.",
    "siteRefusal: undefined, 'same-origin' and 'none' may pass, and everything else is foreignOrigin(); same-site is another site as well, since another program may listen on another port.",
  ],
  mistakes: [
    {
      mistake: 'takes any host that begins like an own one',
      in: 'if (!ownHosts.has(host))',
      by: 'if (![...ownHosts].some((own) => host.startsWith(own)))',
      caughtBy: 'knows hosts by their whole name and port',
    },
    {
      mistake: 'compares hosts with their case',
      in: "facts.host?.toLowerCase() ?? ''",
      by: "facts.host ?? ''",
      caughtBy: 'knows hosts by their whole name and port',
    },
    {
      mistake: 'looks at the origin only where something is changed',
      in: 'if (facts.origin !== undefined &&',
      by: 'if (!safeMethods.has(facts.method) && facts.origin !== undefined &&',
      caughtBy: 'refuses the origin "null", whatever the request does',
    },
    {
      mistake: 'takes an origin that begins like an own one',
      in: 'ownHosts.has(origin.slice(scheme.length).toLowerCase())',
      by: '[...ownHosts].some((own) => origin.slice(scheme.length).startsWith(own))',
      caughtBy:
        'refuses the origin "http://localhost:8000.evil.example", whatever the request does',
    },
    {
      mistake: 'does not know its own page behind TLS',
      in: '/^https?:\\/\\//',
      by: '/^http:\\/\\//',
      caughtBy: 'takes the origin https://localhost:8000 for its own page, also behind TLS',
    },
    {
      mistake: 'lets a form send text/plain',
      in: "if (facts.path.startsWith('/api/') &&",
      by: "if (facts.path.startsWith('/api/v9/') &&",
      caughtBy: 'refuses text below /api, which a form of any page can send',
    },
    {
      mistake: 'trusts every page of the same site',
      in: "['same-origin', 'none']",
      by: "['same-origin', 'same-site', 'none']",
      caughtBy: 'of a change whose Sec-Fetch-Site is same-site says E_FOREIGN_ORIGIN',
    },
    {
      mistake: 'looks at the second part of an origin alone',
      in: 'ownHosts.has(origin.slice(scheme.length).toLowerCase())',
      by: "ownHosts.has(origin.toLowerCase().split('://')[1] ?? '')",
      caughtBy:
        'refuses the origin "http://localhost:8000://evil.example", whatever the request does',
    },
    {
      mistake: 'takes every path that begins like /api for one below it',
      in: "startsWith('/api/')",
      by: "startsWith('/api')",
      caughtBy: 'refuses text below /api, which a form of any page can send',
    },
  ],
}
