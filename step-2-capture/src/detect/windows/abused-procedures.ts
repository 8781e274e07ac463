import { type Uuid, uuidOf } from '../../decode/dce-rpc.ts'
import { techniques } from '../seam/techniques.ts'

/** What the calls of abused interfaces are reported as. */
export const procedureKinds = [
  {
    id: 'domain_copy',
    title: '{source} copied accounts of the domain from {target} in {calls} (threshold: {limit})',
    technique: techniques['T1003.006'],
    recommend:
      'If the source is no domain controller, it has read the password hashes of the domain: ' +
      'isolate it, and change the passwords, that of krbtgt twice.',
  },
  {
    id: 'printer_driver_install',
    title: '{source} installed a printer driver on {target} in {calls} (threshold: {limit})',
    technique: techniques.T1210,
    recommend:
      'If no administrator installed a printer there, it was PrintNightmare (CVE-2021-34527): ' +
      'isolate both hosts, and stop the print spooler on servers that print nothing.',
  },
  {
    id: 'authentication_coercion',
    title: '{source} made {target} open a path of its choice in {calls} (threshold: {limit})',
    technique: techniques.T1187,
    recommend:
      'The target was made to log in at a host that the source chose (PetitPotam, DFSCoerce). ' +
      'Isolate the source, see where the target connected to just after, and demand signing and ' +
      'channel binding.',
  },
  {
    id: 'remote_service_install',
    title: '{source} installed a service on {target} in {calls} (threshold: {limit})',
    technique: techniques['T1569.002'],
    recommend:
      'Ask whether an administrator ran a program on the target from the source. If not, isolate ' +
      'the source, change the password that it used, and look for the service on the target.',
  },
  {
    id: 'remote_task_install',
    title: '{source} installed a scheduled task on {target} in {calls} (threshold: {limit})',
    technique: techniques['T1053.005'],
    recommend:
      'Ask whether an administrator ran a program on the target from the source. If not, isolate ' +
      'the source, change the password that it used, and look for the task on the target.',
  },
] as const

export interface AbusedProcedure {
  /** The interface. */
  readonly uuid: Uuid
  /** Numbers of the operations that attackers need. */
  readonly operations: readonly number[]
  readonly kind: (typeof procedureKinds)[number]['id']
  readonly severity: 'medium' | 'high'
  /** Domain controllers do this among themselves. */
  readonly isForControllers: boolean
}

const coercion = {
  kind: 'authentication_coercion',
  severity: 'high',
  isForControllers: false,
} as const
const printerDriver = {
  kind: 'printer_driver_install',
  severity: 'high',
  isForControllers: false,
} as const
/** EfsRpcOpenFileRaw, EfsRpcEncryptFileSrv and others that take a path ([MS-EFSR] 3.1.4.2). */
const fileOperations = [0, 4, 5, 6, 7, 12, 13]

/** Interfaces and operations, by the numbers of Microsoft's open specifications. */
export const abusedProcedures: readonly AbusedProcedure[] = [
  {
    // IDL_DRSGetNCChanges ([MS-DRSR] 4.1.10).
    uuid: uuidOf('e3514235-4b06-11d1-ab04-00c04fc2dcd2'),
    operations: [3],
    kind: 'domain_copy',
    severity: 'high',
    isForControllers: true,
  },
  {
    // RpcAddPrinterDriver and RpcAddPrinterDriverEx ([MS-RPRN] 3.1.4.4).
    ...printerDriver,
    uuid: uuidOf('12345678-1234-abcd-ef00-0123456789ab'),
    operations: [9, 89],
  },
  {
    // RpcAsyncAddPrinterDriver ([MS-PAR] 3.1.4.2.2).
    ...printerDriver,
    uuid: uuidOf('76f03f96-cdfd-44fc-a22c-64950a001209'),
    operations: [39],
  },
  {
    ...coercion,
    uuid: uuidOf('c681d488-d850-11d0-8c52-00c04fd90f7e'),
    operations: fileOperations,
  },
  {
    ...coercion,
    uuid: uuidOf('df1941c5-fe89-4e79-bf10-463657acf44d'),
    operations: fileOperations,
  },
  {
    // NetrDfsAddStdRoot and NetrDfsRemoveStdRoot ([MS-DFSNM] 3.1.4.4).
    ...coercion,
    uuid: uuidOf('4fc742e0-4a10-11cf-8273-00aa004ae673'),
    operations: [12, 13],
  },
  {
    // RCreateServiceW, RCreateServiceA ([MS-SCMR] 3.1.4).
    uuid: uuidOf('367abb81-9844-35f1-ad32-98f038001003'),
    operations: [12, 24],
    kind: 'remote_service_install',
    severity: 'medium',
    isForControllers: false,
  },
  {
    // SchRpcRegisterTask ([MS-TSCH] 3.2.5.4.2).
    uuid: uuidOf('86d35949-83c9-4044-b424-db363231fd0c'),
    operations: [1],
    kind: 'remote_task_install',
    severity: 'medium',
    isForControllers: false,
  },
]
