import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

/** What the rules of one kind have in common, of kinds that stand in more than one of these files. */

export const serviceExploit = {
  kind: 'service_exploit',
  severity: 'critical',
  technique: techniques.T1210,
  where: ['payload'],
  recommendation:
    'Isolate the target if the service is open to this, look for new processes and files from then ' +
    'on, and update it.',
} satisfies Partial<SignatureRule>

export const checkIn = {
  kind: 'malware_check_in',
  severity: 'high',
  technique: techniques['T1071.001'],
  recommendation:
    'Isolate the source; block the host that it reports to, and see who else talks to it.',
} satisfies Partial<SignatureRule>

export const reverseShell = {
  kind: 'reverse_shell',
  severity: 'critical',
  technique: techniques.T1059,
  isQuotable: true,
  recommendation:
    'Isolate the host that answers from the network now; commands are typed on it. Keep its ' +
    'memory for the investigation.',
} satisfies Partial<SignatureRule>
