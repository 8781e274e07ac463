/** Operations of one interface that list what an intruder looks for. */
export interface EnumeratingProcedures {
  /** Count once for each server: a program may ask for the same list again and again. */
  readonly lists: readonly number[]
  /** Count each time: one call for each account. */
  readonly accounts?: readonly number[]
}

/** Interfaces by UUID; which operations follows MITRE's BZAR and public tools. */
export const enumeratingProcedures: Readonly<Record<string, EnumeratingProcedures>> = {
  // [MS-SAMR] 3.1.5: groups, users, aliases and their members, and display information; what one
  // account is and belongs to.
  '12345778-1234-abcd-ef00-0123456789ac': {
    lists: [11, 13, 15, 25, 33, 40, 48, 51],
    accounts: [36, 39, 47],
  },
  // [MS-LSAD] 3.1.4: accounts, their rights, and trusted domains.
  '12345778-1234-abcd-ef00-0123456789ab': { lists: [2, 11, 13, 18, 35, 36, 50] },
  // [MS-SRVS] 3.1.4: connections, open files, sessions, shares, disks.
  '4b324fc8-1670-01d3-1278-5a47bf6ee188': { lists: [8, 9, 12, 15, 23, 36] },
  // [MS-WKST] 3.2.4: users that are logged in.
  '6bffd098-a112-3610-9833-46c3f87e345a': { lists: [2] },
  // [MS-SCMR] 3.1.4: services.
  '367abb81-9844-35f1-ad32-98f038001003': { lists: [14, 26, 41, 42] },
  // [MS-DRSR] 4.1.5: domain controllers.
  'e3514235-4b06-11d1-ab04-00c04fc2dcd2': { lists: [16] },
  // [MS-TSTS] 3.3.4.1: sessions of terminal services.
  '88143fd0-c28d-4b2b-8fef-8d882f6a9390': { lists: [0, 3, 5] },
}
