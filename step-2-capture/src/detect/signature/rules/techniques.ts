import type { Technique } from '../../seam/detection.ts'

/** MITRE ATT&CK techniques (https://attack.mitre.org) that the rules speak of. */
export const publicApplication: Technique = {
  id: 'T1190',
  name: 'Exploit Public-Facing Application',
  tactic: 'initial-access',
}
export const commandInterpreter: Technique = {
  id: 'T1059',
  name: 'Command and Scripting Interpreter',
  tactic: 'execution',
}
export const vulnerabilityScanning: Technique = {
  id: 'T1595.002',
  name: 'Active Scanning: Vulnerability Scanning',
  tactic: 'reconnaissance',
}
export const webShell: Technique = {
  id: 'T1505.003',
  name: 'Server Software Component: Web Shell',
  tactic: 'persistence',
}
export const resourceHijacking: Technique = {
  id: 'T1496',
  name: 'Resource Hijacking',
  tactic: 'impact',
}
export const ingressToolTransfer: Technique = {
  id: 'T1105',
  name: 'Ingress Tool Transfer',
  tactic: 'command-and-control',
}
export const remoteAccess: Technique = {
  id: 'T1219',
  name: 'Remote Access Software',
  tactic: 'command-and-control',
}
export const webProtocols: Technique = {
  id: 'T1071.001',
  name: 'Application Layer Protocol: Web Protocols',
  tactic: 'command-and-control',
}
export const remoteServices: Technique = {
  id: 'T1210',
  name: 'Exploitation of Remote Services',
  tactic: 'lateral-movement',
}
