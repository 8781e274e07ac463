import type { SignatureRule } from './rule.ts'
import { commandRules } from './rules/commands.ts'
import { exploitRules } from './rules/exploits.ts'
import { gatewayExploitRules } from './rules/gateway-exploits.ts'
import { injectionRules } from './rules/injections.ts'
import { malwareRules } from './rules/malware.ts'
import { malwareFamilyRules } from './rules/malware-families.ts'
import { malwareRequestRules } from './rules/malware-requests.ts'
import { malwareSessionRules } from './rules/malware-sessions.ts'
import { networkExploitRules } from './rules/network-exploits.ts'
import { remoteControlRules } from './rules/remote-control.ts'
import { remoteServiceRules } from './rules/remote-services.ts'
import { scannerRules } from './rules/scanners.ts'
import { serviceExploitRules } from './rules/service-exploits.ts'
import { shellcodeRules } from './rules/shellcode.ts'
import { shellRules } from './rules/shells.ts'
import { webExploitRules } from './rules/web-exploits.ts'
import { webIntrusionRules } from './rules/web-intrusions.ts'
import { webObjectRules } from './rules/web-objects.ts'

/** The rules that come with the product; a test checks them like anybody's. */
export const builtInRules: readonly SignatureRule[] = [
  ...injectionRules,
  ...commandRules,
  ...exploitRules,
  ...scannerRules,
  ...malwareRules,
  ...remoteControlRules,
  ...webExploitRules,
  ...serviceExploitRules,
  ...networkExploitRules,
  ...shellRules,
  ...malwareFamilyRules,
  ...remoteServiceRules,
  ...webObjectRules,
  ...gatewayExploitRules,
  ...malwareRequestRules,
  ...malwareSessionRules,
  ...webIntrusionRules,
  ...shellcodeRules,
]
