import type { SearchCondition } from '../../decode/ldap.ts'

/** Something that intruders search a directory for. */
export interface DirectoryMark {
  /** What is searched for, behind "searched … for". */
  readonly what: string
  /** 3 where no program of a workplace searches for it, 1 where some do. */
  readonly weight: 1 | 3
  readonly attribute: RegExp
  /** Searched for with any value, or with one of these. */
  readonly values?: RegExp
}

/** userAccountControl is searched by its bits ([MS-ADTS] 2.2.16). */
const accountControl = /^useraccountcontrol$/

/**
 * What public tools search for (BloodHound, PowerView, Rubeus, ldapdomaindump, Certipy, PingCastle),
 * by the attributes of [MS-ADA1] to [MS-ADA3].
 */
export const directoryMarks: readonly DirectoryMark[] = [
  { what: 'accounts of services', weight: 3, attribute: /^serviceprincipalname$/ },
  {
    what: 'accounts that log in without proof of a password',
    weight: 3,
    attribute: accountControl,
    values: /^4194304$/,
  },
  {
    what: 'accounts that may act for others',
    weight: 3,
    attribute: accountControl,
    values: /^(?:524288|16777216)$/,
  },
  { what: 'accounts without a password', weight: 3, attribute: accountControl, values: /^32$/ },
  {
    what: 'accounts that may act for others',
    weight: 3,
    attribute: /^msds-allowedto(?:delegateto|actonbehalfofotheridentity)$/,
  },
  {
    what: 'passwords of local administrators',
    weight: 3,
    attribute: /^(?:ms-mcs-admpwd|mslaps-).*/,
  },
  {
    what: 'passwords of managed accounts',
    weight: 3,
    attribute: /^msds-(?:managedpassword|groupmsamembership)$/,
  },
  { what: 'accounts of administrators', weight: 3, attribute: /^admincount$/, values: /^[1*]$/ },
  {
    what: 'privileged groups',
    weight: 1,
    attribute: /^(?:samaccountname|cn|name|memberof|distinguishedname)$/,
    values: /^(?:cn=)?(?:domain|enterprise|schema) admins(?:,|$)/,
  },
  {
    what: 'all users or computers',
    weight: 1,
    attribute: /^samaccounttype$/,
    values: /^(?:805306368|805306369)$/,
  },
  {
    what: 'all groups',
    weight: 1,
    attribute: /^samaccounttype$/,
    values: /^(?:268435456|536870912)$/,
  },
  { what: 'trusted domains', weight: 1, attribute: /^objectclass$/, values: /^trusteddomain$/ },
  { what: 'group policies', weight: 1, attribute: /^gplink$/ },
  {
    what: 'certificate authorities',
    weight: 1,
    attribute: /^objectclass$/,
    values: /^pki(?:enrollmentservice|certificatetemplate)$/,
  },
]

/** Whether a condition of a filter is of this mark. */
export function isOfMark(
  { attribute, values }: DirectoryMark,
  { attribute: asked, asks, value }: SearchCondition,
): boolean {
  if (!attribute.test(asked)) return false
  return values ? asks === 'value' && values.test(value) : asks === 'any'
}
