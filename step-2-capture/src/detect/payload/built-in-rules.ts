import type { SignatureRule } from './rule.ts'
import { commandRules } from './rules/commands.ts'
import { exploitRules } from './rules/exploits.ts'
import { injectionRules } from './rules/injections.ts'
import { malwareRules } from './rules/malware.ts'
import { remoteControlRules } from './rules/remote-control.ts'
import { scannerRules } from './rules/scanners.ts'

/** The rules that come with the product; a test checks them like anybody's. */
export const builtInRules: readonly SignatureRule[] = [
  ...injectionRules,
  ...commandRules,
  ...exploitRules,
  ...scannerRules,
  ...malwareRules,
  ...remoteControlRules,
]
