import { latin1Text } from '../../decode/latin1.ts'
import { readLittleUint16, readLittleUint32 } from '../../decode/little-endian.ts'
import { Application } from '../../flow/application.ts'

/** The databases whose answers to a login are understood. */
export const databases: readonly number[] = [
  Application.mysql,
  Application.postgresql,
  Application.mssql,
  Application.mongodb,
  Application.oracle,
]

/** An error and its text fit in it. */
const answerBytesMax = 512

/** "Login failed", from an untrusted domain, for an account that is disabled, or locked. */
const tabularErrors = new Set([18_456, 18_452, 18_470, 18_486])
/** Invalid user or password, and an account that is locked. */
const oracleErrors = /ORA-(?:01017|28000):/
/** Error code 18, AuthenticationFailed: an int32 in BSON. */
const mongoError = '\x10code\0\x12\0\0\0'
/** SQLSTATE 28P01, invalid_password, and 28000, invalid_authorization_specification. */
const postgresError = /C28(?:P01|000)/

/** Whether what a database's server says at `bytes[offset, offset + length)` refuses a login. */
export function isDatabaseRefusal(
  application: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
): boolean {
  const end = offset + Math.min(length, answerBytesMax)
  switch (application) {
    case Application.mysql:
      // Error 1045, "Access denied".
      return (
        length >= 7 && bytes[offset + 4] === 0xff && readLittleUint16(bytes, offset + 5) === 1_045
      )
    case Application.postgresql:
      return bytes[offset] === 0x45 && postgresError.test(latin1Text(bytes, offset, end))
    case Application.mssql:
      return isTabularRefusal(bytes, offset, length)
    case Application.mongodb:
      return length < answerBytesMax && latin1Text(bytes, offset, end).includes(mongoError)
    case Application.oracle:
      // A packet with data.
      return bytes[offset + 4] === 6 && oracleErrors.test(latin1Text(bytes, offset, end))
    default:
      return false
  }
}

/** A table response ([MS-TDS] 2.2.3.1.1) that begins with an ERROR token (2.2.7.10) of a login. */
function isTabularRefusal(bytes: Uint8Array, offset: number, length: number): boolean {
  if (length < 15 || bytes[offset] !== 4 || bytes[offset + 8] !== 0xaa) return false
  return tabularErrors.has(readLittleUint32(bytes, offset + 11))
}
