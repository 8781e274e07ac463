import { techniques } from '../seam/techniques.ts'

const askAdministrator =
  'Ask whether an administrator did this from the source. If not, isolate the source, change the ' +
  'password that it used'

/** What the calls of abused interfaces are reported as. */
export const procedureKinds = [
  {
    id: 'domain_copy',
    title: '{source} copied accounts of the domain from {target} with {calls} (threshold: {limit})',
    technique: techniques['T1003.006'],
    recommend:
      'If the source is no domain controller, it has read the password hashes of the domain: ' +
      'isolate it, and change the passwords, that of krbtgt twice.',
  },
  {
    id: 'rogue_controller',
    title: '{source} registered a domain controller at {target} with {calls} (threshold: {limit})',
    technique: techniques.T1207,
    recommend:
      'If the source is no new domain controller, it pushes changes of its own into the domain ' +
      '(DCShadow): isolate it, and compare the directory with a backup.',
  },
  {
    id: 'credential_dump',
    title: '{source} read stored secrets of {target} with {calls} (threshold: {limit})',
    technique: techniques.T1003,
    recommend:
      'Secrets of the system, of services or of the domain have left the target. Isolate the ' +
      'source, and change every password that was stored there.',
  },
  {
    id: 'printer_driver_install',
    title: '{source} installed a printer driver on {target} with {calls} (threshold: {limit})',
    technique: techniques.T1210,
    recommend:
      'If no administrator installed a printer there, it was PrintNightmare (CVE-2021-34527): ' +
      'isolate both hosts, and stop the print spooler on servers that print nothing.',
  },
  {
    id: 'authentication_coercion',
    title: '{source} made {target} open a path of its choice with {calls} (threshold: {limit})',
    technique: techniques.T1187,
    recommend:
      'The target was made to log in at a host that the source chose (PetitPotam, DFSCoerce). ' +
      'Isolate the source, see where the target connected to just after, and demand signing and ' +
      'channel binding.',
  },
  {
    id: 'remote_service_install',
    title: '{source} installed or changed a service on {target} with {calls} (threshold: {limit})',
    technique: techniques['T1569.002'],
    recommend: `${askAdministrator}, and look for the service on the target.`,
  },
  {
    id: 'remote_task_install',
    title: '{source} installed a scheduled task on {target} with {calls} (threshold: {limit})',
    technique: techniques['T1053.005'],
    recommend: `${askAdministrator}, and look for the task on the target.`,
  },
  {
    id: 'wmi_execution',
    title: '{source} ran WMI methods on {target} with {calls} (threshold: {limit})',
    technique: techniques.T1047,
    recommend: `${askAdministrator}, and look for processes that WmiPrvSE started on the target.`,
  },
  {
    id: 'dcom_execution',
    title: '{source} used remote objects (DCOM) of {target} with {calls} (threshold: {limit})',
    technique: techniques['T1021.003'],
    recommend: `${askAdministrator}, and look for programs that mmc or Office started there.`,
  },
  {
    id: 'winrm_session',
    title: '{source} opened a remote shell (WinRM) on {target} with {calls} (threshold: {limit})',
    technique: techniques['T1021.006'],
    recommend: `${askAdministrator}, and look for processes that wsmprovhost started on the target.`,
  },
  {
    id: 'remote_registry_change',
    title: '{source} changed the registry of {target} with {calls} (threshold: {limit})',
    technique: techniques.T1112,
    recommend: `${askAdministrator}, and look for new start entries in the target's registry.`,
  },
  {
    id: 'log_clearing',
    title: '{source} cleared an event log of {target} with {calls} (threshold: {limit})',
    technique: techniques['T1070.001'],
    recommend:
      'Ask who cleared the log. If no administrator did, traces were removed: isolate both hosts, ' +
      'and look at what other hosts logged of them.',
  },
  {
    id: 'remote_shutdown',
    title: '{source} shut {target} down with {calls} (threshold: {limit})',
    technique: techniques.T1529,
    recommend: `${askAdministrator}, and look at what ran on the target before.`,
  },
  {
    id: 'account_change',
    title: '{source} changed accounts or groups on {target} with {calls} (threshold: {limit})',
    technique: techniques.T1098,
    recommend: `${askAdministrator}, and look for new accounts and members of groups.`,
  },
  {
    id: 'directory_enumeration',
    title:
      '{source} listed accounts, groups or sessions with {calls} (last: {target}; threshold: {limit})',
    technique: techniques.T1087,
    recommend:
      'Ask whether an inventory or an administrator runs on the source. If not, an intruder looks ' +
      'for accounts and for machines where they are logged in: isolate the source.',
  },
] as const

export type ProcedureKind = (typeof procedureKinds)[number]['id']
