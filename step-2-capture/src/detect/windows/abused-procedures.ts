import type { ProcedureKind } from './procedure-kinds.ts'

/** Operations of one interface that are reported as one kind. */
export interface AbusedProcedures {
  /** Numbers of the operations. */
  readonly operations: readonly number[]
  readonly kind: ProcedureKind
  /** Of one call; `low` where ordinary programs and joining a domain do it too. */
  readonly severity: 'low' | 'medium' | 'high'
  /** Domain controllers do this among themselves, so it is `low` from one. */
  readonly isForControllers?: boolean
}

const medium = (kind: ProcedureKind, ...operations: number[]): AbusedProcedures => ({
  operations,
  kind,
  severity: 'medium',
})
const low = (kind: ProcedureKind, ...operations: number[]): AbusedProcedures => ({
  ...medium(kind, ...operations),
  severity: 'low',
})
const high = (kind: ProcedureKind, ...operations: number[]): AbusedProcedures => ({
  ...medium(kind, ...operations),
  severity: 'high',
})

/** The calls of [MS-EFSR] 3.1.4.2 that take a path. */
const encryptedFiles = [
  high('authentication_coercion', 0, 4, 5, 6, 7, 8, 9, 12, 13, 15, 18, 19, 20),
]

/**
 * Interfaces by UUID, operations by the numbers of Microsoft's open specifications. Which of them
 * attackers need follows MITRE's BZAR and what public tools call.
 */
export const abusedProcedures: Readonly<Record<string, readonly AbusedProcedures[]>> = {
  // [MS-DRSR] 4.1: GetNCChanges; ReplicaAdd, ReplicaModify and AddEntry.
  'e3514235-4b06-11d1-ab04-00c04fc2dcd2': [
    { ...high('domain_copy', 3), isForControllers: true },
    { ...high('rogue_controller', 5, 7, 17), isForControllers: true },
  ],
  // [MS-LSAD] 3.1.4.6: OpenSecret, QuerySecret; RetrievePrivateData holds the domain's backup keys.
  '12345778-1234-abcd-ef00-0123456789ab': [
    medium('credential_dump', 28, 30),
    high('credential_dump', 43),
  ],
  // [MS-BKRP] 3.1.4.1: a client stores its own keys so, about once in 90 days.
  '3dde7c30-165d-11d1-ab8f-00805f14db40': [low('credential_dump', 0)],
  // [MS-RRP] 3.1.5: SaveKey and SaveKeyEx take the account database; InitiateSystemShutdown(Ex);
  // CreateKey, DeleteKey, DeleteValue, RestoreKey, SetValue.
  '338cd001-2244-31f1-aaaa-900038001003': [
    high('credential_dump', 20, 31),
    medium('remote_shutdown', 24, 30),
    low('remote_registry_change', 6),
    medium('remote_registry_change', 7, 8, 19, 22),
  ],
  // [MS-RPRN] 3.1.4: AddPrinterDriver(Ex). RemoteFindFirstPrinterChangeNotification(Ex) makes the
  // server log in at the client, which is what printing needs and PrinterBug abuses.
  '12345678-1234-abcd-ef00-0123456789ab': [
    high('printer_driver_install', 9, 89),
    low('authentication_coercion', 62, 65),
  ],
  // [MS-PAR] 3.1.4.2.2: AsyncAddPrinterDriver.
  '76f03f96-cdfd-44fc-a22c-64950a001209': [high('printer_driver_install', 39)],
  'c681d488-d850-11d0-8c52-00c04fd90f7e': encryptedFiles,
  'df1941c5-fe89-4e79-bf10-463657acf44d': encryptedFiles,
  // [MS-DFSNM] 3.1.4: roots are added and removed at a path.
  '4fc742e0-4a10-11cf-8273-00aa004ae673': [high('authentication_coercion', 10, 11, 12, 13, 15)],
  // [MS-FSRVP] 3.1.4: IsPathSupported, IsPathShadowCopied; programs that back up shares call them.
  'a8e0653c-2744-4389-a61d-7373df8b2292': [medium('authentication_coercion', 8, 9)],
  // [MS-EVEN] 3.1.4: ClearELF; OpenBEL opens a file by its path.
  '82273fdc-e32a-18c3-3f78-827929dc23ea': [
    high('log_clearing', 0, 12),
    medium('authentication_coercion', 9),
  ],
  // [MS-EVEN6] 3.1.4: EvtRpcClearLog.
  'f6beaff7-1e19-4fbb-9f8f-b89e2018337c': [high('log_clearing', 6)],
  // [MS-SCMR] 3.1.4: ChangeServiceConfig, CreateService, each in its forms.
  '367abb81-9844-35f1-ad32-98f038001003': [
    medium('remote_service_install', 11, 12, 23, 24, 36, 37, 44, 45, 60),
  ],
  // [MS-TSCH] 3.2.5.4.2: SchRpcRegisterTask, and 3.2.5.2.1: NetrJobAdd, which scripts for `at` use.
  '86d35949-83c9-4044-b424-db363231fd0c': [medium('remote_task_install', 1)],
  '1ff70682-0a51-30e8-076d-740be8cee98b': [low('remote_task_install', 0)],
  // [MS-WMI] 3.1.4.3: PutClass, PutInstance, ExecMethod, each also without waiting.
  '9556dc99-828c-11cf-a37e-00aa003240c7': [
    medium('wmi_execution', 24, 25),
    low('wmi_execution', 8, 9, 14, 15),
  ],
  // [MS-DCOM] 3.1.2.5.2: an object is made; what manages machines does so too.
  '000001a0-0000-0000-c000-000000000046': [low('dcom_execution', 3, 4)],
  '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57': [low('dcom_execution', 0)],
  // [MS-OAUT] 3.1.4.4: Invoke of any object that a script can use.
  '00020400-0000-0000-c000-000000000046': [medium('dcom_execution', 6)],
  // [MS-RSP] 3.1.4, 3.2.4 and 3.3.4.
  '894de0c0-0d55-11d3-a322-00c04fa321a1': [medium('remote_shutdown', 0, 2)],
  'd95afe70-a6d5-4259-822e-2c84da1ddb0d': [medium('remote_shutdown', 0, 3)],
  // [MS-SAMR] 3.1.5: accounts are made, set and deleted; joining a domain does the first two.
  '12345778-1234-abcd-ef00-0123456789ac': [
    low('account_change', 12, 35, 37, 50, 58),
    medium('account_change', 22, 31),
  ],
}
