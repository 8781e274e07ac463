import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import { techniques } from '../seam/techniques.ts'

export interface AbusedProcedure {
  /** The interface, as its bytes stand in a bind. */
  readonly uuid: readonly number[]
  /** Numbers of the operations that attackers need. */
  readonly operations: readonly number[]
  readonly kind: DetectionKind
  /** High where it is left out. */
  readonly severity?: Severity
  /** Domain controllers do this among themselves. */
  readonly isForControllers: boolean
  /** Between the names of source and target in a sentence. */
  readonly what: string
}

const domainCopy: DetectionKind = {
  kind: 'domain_copy',
  technique: techniques['T1003.006'],
  recommendation:
    'If the source is no domain controller, it has read the password hashes of the domain: isolate ' +
    'it, and change the passwords, that of krbtgt twice.',
}
const printerDriver: DetectionKind = {
  kind: 'printer_driver_install',
  technique: techniques.T1210,
  recommendation:
    'If nobody installed a printer there, it was PrintNightmare (CVE-2021-34527): isolate both ' +
    'hosts, and stop the print spooler on servers that print nothing.',
}
const coercion: DetectionKind = {
  kind: 'authentication_coercion',
  technique: techniques.T1187,
  recommendation:
    'The target was made to log in where the source wants (PetitPotam, DFSCoerce). Isolate the ' +
    'source, and see where the target connected to at once; ask for signing and channel binding.',
}
const remoteService: DetectionKind = {
  kind: 'remote_service_install',
  technique: techniques['T1569.002'],
  recommendation:
    'Ask whether an administrator ran a program on the target from the source. If not, somebody ' +
    'has his password: isolate the source, and look for the service on the target.',
}
const remoteTask: DetectionKind = {
  kind: 'remote_task_install',
  technique: techniques['T1053.005'],
  recommendation: remoteService.recommendation,
}

/** Interfaces and operations, by the numbers of Microsoft's open specifications. */
export const abusedProcedures: readonly AbusedProcedure[] = [
  {
    // IDL_DRSGetNCChanges ([MS-DRSR] 4.1.10).
    uuid: uuidBytes('e3514235-4b06-11d1-ab04-00c04fc2dcd2'),
    operations: [3],
    kind: domainCopy,
    isForControllers: true,
    what: 'copied accounts of the domain from',
  },
  {
    // RpcAddPrinterDriver and RpcAddPrinterDriverEx ([MS-RPRN] 3.1.4.4).
    uuid: uuidBytes('12345678-1234-abcd-ef00-0123456789ab'),
    operations: [9, 89],
    kind: printerDriver,
    isForControllers: false,
    what: 'installed a printer driver on',
  },
  {
    // RpcAsyncAddPrinterDriver ([MS-PAR] 3.1.4.2.2).
    uuid: uuidBytes('76f03f96-cdfd-44fc-a22c-64950a001209'),
    operations: [39],
    kind: printerDriver,
    isForControllers: false,
    what: 'installed a printer driver on',
  },
  {
    // EfsRpcOpenFileRaw, EfsRpcEncryptFileSrv and others that take a path ([MS-EFSR] 3.1.4.2).
    uuid: uuidBytes('c681d488-d850-11d0-8c52-00c04fd90f7e'),
    operations: [0, 4, 5, 6, 7, 12, 13],
    kind: coercion,
    isForControllers: false,
    what: 'made a path of its own be opened by',
  },
  {
    uuid: uuidBytes('df1941c5-fe89-4e79-bf10-463657acf44d'),
    operations: [0, 4, 5, 6, 7, 12, 13],
    kind: coercion,
    isForControllers: false,
    what: 'made a path of its own be opened by',
  },
  {
    // NetrDfsAddStdRoot and NetrDfsRemoveStdRoot ([MS-DFSNM] 3.1.4.4).
    uuid: uuidBytes('4fc742e0-4a10-11cf-8273-00aa004ae673'),
    operations: [12, 13],
    kind: coercion,
    isForControllers: false,
    what: 'made a path of its own be opened by',
  },
  {
    // RCreateServiceW, RCreateServiceA ([MS-SCMR] 3.1.4).
    uuid: uuidBytes('367abb81-9844-35f1-ad32-98f038001003'),
    operations: [12, 24],
    kind: remoteService,
    severity: 'medium',
    isForControllers: false,
    what: 'installed a service on',
  },
  {
    // SchRpcRegisterTask ([MS-TSCH] 3.2.5.4.2).
    uuid: uuidBytes('86d35949-83c9-4044-b424-db363231fd0c'),
    operations: [1],
    kind: remoteTask,
    severity: 'medium',
    isForControllers: false,
    what: 'installed a task on',
  },
]

/** A UUID as it stands in a message: its first three fields little-endian, the rest as written. */
function uuidBytes(text: string): readonly number[] {
  const bytes = [...Buffer.from(text.replaceAll('-', ''), 'hex')]
  const field = (from: number, to: number) => bytes.slice(from, to).reverse()
  return [...field(0, 4), ...field(4, 6), ...field(6, 8), ...bytes.slice(8)]
}
