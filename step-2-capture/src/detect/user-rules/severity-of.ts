import type { Severity } from '../seam/detection.ts'

/**
 * Severity of a class of rules, by what follows when the rule is right (`docs/severity.md`): what
 * succeeded is high, an attempt medium, what is only unwelcome low.
 */
const ofClass: Readonly<Record<string, Severity>> = {
  'successful-admin': 'high',
  'successful-user': 'high',
  'successful-dos': 'high',
  'shellcode-detect': 'high',
  'trojan-activity': 'high',
  'command-and-control': 'high',
  'domain-c2': 'high',
  'exploit-kit': 'high',
  'credential-theft': 'high',
  'targeted-activity': 'high',
  'attempted-admin': 'medium',
  'attempted-user': 'medium',
  'attempted-dos': 'medium',
  'denial-of-service': 'medium',
  'web-application-attack': 'medium',
  'unsuccessful-user': 'medium',
  'default-login-attempt': 'medium',
  'misc-attack': 'medium',
  'rpc-portmap-decode': 'low',
  'coin-mining': 'medium',
  'social-engineering': 'medium',
  'successful-recon-largescale': 'medium',
  'successful-recon-limited': 'medium',
  'attempted-recon': 'low',
  'network-scan': 'low',
  'bad-unknown': 'low',
  'suspicious-filename-detect': 'low',
  'suspicious-login': 'low',
  'system-call-detect': 'low',
  'web-application-activity': 'low',
  'unusual-client-port-connection': 'low',
  'non-standard-protocol': 'low',
  'policy-violation': 'low',
  'inappropriate-content': 'low',
  'pup-activity': 'low',
  'misc-activity': 'low',
  'external-ip-check': 'info',
  'protocol-command-decode': 'info',
  'string-detect': 'info',
  'icmp-event': 'info',
  'not-suspicious': 'info',
  'tcp-connection': 'info',
  unknown: 'low',
}

const ofPriority: readonly Severity[] = ['high', 'medium', 'low', 'info']

/** A priority that the rule gives itself comes before that of its class; medium where it has neither. */
export function severityOf(classtype: string | null, priority: number | null): Severity {
  if (priority !== null) return ofPriority[Math.max(1, Math.min(4, priority)) - 1] as Severity
  if (classtype !== null && Object.hasOwn(ofClass, classtype)) return ofClass[classtype] as Severity
  return 'medium'
}
