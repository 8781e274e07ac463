import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

const request = ['http.uri', 'http.body', 'http.header'] as const
const parameters = ['http.uri', 'http.body'] as const
/** White space, and what SQL takes for it. */
const gap = '[\\s/*(!]{1,12}'

const sqlInjection = {
  name: 'SQL injection',
  kind: 'sql_injection',
  severity: 'high',
  technique: techniques.T1190,
  recommendation:
    'Check in the server log whether the request succeeded and what it returned; have the ' +
    'application use parameters in its statements.',
} as const

const crossSiteScripting = {
  name: 'cross-site scripting',
  kind: 'cross_site_scripting',
  severity: 'medium',
  technique: techniques.T1189,
  recommendation:
    'See whether the page returns the text unescaped, or keeps it for others; if so, mend the ' +
    'page and look at who opened it.',
} as const

const pathTraversal = {
  name: 'path traversal',
  kind: 'path_traversal',
  severity: 'high',
  technique: techniques.T1190,
  recommendation:
    'Check in the server log whether a file was returned (status 200), and which; update the ' +
    'server or confine it to its own folder.',
} as const

export const injectionRules: readonly SignatureRule[] = [
  {
    ...sqlInjection,
    id: 'sql-union-select',
    where: [...request],
    content: ['union'],
    // Tools that speak SQL send whole statements.
    quotedAfter: `\\bselect\\b[^;&]{1,200}\\bfrom\\b`,
    followedBy: `${gap}(?:(?:all|distinct)${gap})?select\\b`,
  },
  {
    ...sqlInjection,
    id: 'sql-always-true',
    where: [...parameters],
    content: ["' or", '" or', "') or", '") or', "'or ", "' and", '" and', "'||"],
    followedBy: `\\s{0,2}(?:not\\s)?['"(]{0,2}\\w{1,24}['")]{0,2}\\s{0,2}(?:=|<|>|like\\b|in\\b|between\\b|is\\b)`,
  },
  {
    ...sqlInjection,
    id: 'sql-number-always-true',
    where: [...parameters],
    content: [' or 1=1', ' or 1 = 1', '/**/or/**/1=1', ' and 1=2', ' or true--', "or '1'='1"],
  },
  {
    ...sqlInjection,
    id: 'sql-timing',
    where: [...request],
    content: ['sleep(', 'pg_sleep(', 'benchmark(', "waitfor delay '", 'dbms_pipe.receive_message('],
    followedBy: `(?:\\d|'|\\(select|chr\\()`,
  },
  {
    ...sqlInjection,
    id: 'sql-functions',
    where: [...request],
    content: [
      'information_schema.',
      'extractvalue(',
      'updatexml(',
      'group_concat(',
      'xp_cmdshell',
      'into outfile',
      'into dumpfile',
      'load_file(',
      'sys.fn_my_permissions',
      'utl_http.request(',
      'sqlite_master',
      '@@version',
    ],
  },
  {
    ...sqlInjection,
    id: 'sql-stacked',
    where: [...parameters],
    content: [
      ';drop',
      '; drop',
      ';insert',
      '; insert',
      ';update',
      '; update',
      ';delete',
      '; delete',
    ],
    followedBy: `\\s{1,4}(?:table|database|into|from|\\w{1,32}\\s{1,4}set)\\s`,
  },
  {
    ...sqlInjection,
    id: 'sql-comment-end',
    where: [...parameters],
    content: ["'--", "' --", "'#", "';--", "admin'"],
    followedBy: `(?:\\s{0,2}(?:--|#)?\\s{0,2})(?:$|&|\\s-|;)`,
  },
  {
    ...sqlInjection,
    id: 'sql-column-count',
    where: [...parameters],
    content: [' order by'],
    followedBy: `\\s{1,4}\\d{1,3}\\s{0,4}(?:--|#|/\\*)`,
  },
  {
    ...crossSiteScripting,
    id: 'xss-script-tag',
    where: [...request],
    content: ['<script'],
    followedBy: `(?:\\s[^>]{0,80})?/?>|\\s{1,4}src`,
  },
  {
    ...crossSiteScripting,
    id: 'xss-event-handler',
    where: [...parameters],
    content: ['<img', '<svg', '<body', '<iframe', '<input', '<details', '<video', '<audio', '<a'],
    followedBy: `[\\s/][^>]{0,100}\\bon\\w{3,20}\\s{0,4}=`,
  },
  {
    ...crossSiteScripting,
    id: 'xss-javascript-url',
    where: [...parameters],
    content: ['javascript:alert', 'javascript:document', 'javascript:eval', 'document.cookie'],
  },
  {
    ...pathTraversal,
    id: 'traversal-dots',
    where: [...parameters],
    content: ['../../', '..\\..\\', '..;/..;/', '....//....//'],
    followedBy: `(?:\\.\\.[/\\\\]|[./\\\\;]){0,60}(?:\\.\\.|etc[/\\\\]|proc[/\\\\]|windows|winnt|boot\\.ini|bin[/\\\\]|var[/\\\\]|root[/\\\\]|home[/\\\\]|web-inf)`,
  },
  {
    ...pathTraversal,
    id: 'traversal-system-file',
    where: [...parameters],
    content: [
      '/etc/passwd',
      '/etc/shadow',
      '/proc/self/environ',
      'windows/win.ini',
      'c:\\boot.ini',
    ],
  },
  {
    ...pathTraversal,
    id: 'file-inclusion',
    name: 'file inclusion',
    kind: 'file_inclusion',
    where: ['http.uri'],
    content: ['php://filter', 'php://input', 'data://text/plain;base64', 'expect://', 'phar://'],
  },
]
