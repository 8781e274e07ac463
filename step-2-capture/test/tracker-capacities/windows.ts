import {
  controlClientCountMax,
  controlCommands,
} from '../../src/detect/control/control-commands.ts'
import {
  modbusAbuse,
  pairCountMax as modbusCountMax,
} from '../../src/detect/control/modbus-abuse.ts'
import { listingClientCountMax } from '../../src/detect/windows/directory-enumeration.ts'
import { directorySearch, searcherCountMax } from '../../src/detect/windows/directory-search.ts'
import {
  kerberosAbuse,
  clientCountMax as kerberosCountMax,
} from '../../src/detect/windows/kerberos-abuse.ts'
import {
  netlogonAbuse,
  clientCountMax as netlogonCountMax,
} from '../../src/detect/windows/netlogon-abuse.ts'
import {
  callerCountMax,
  remoteProcedureAbuse,
  shellCountMax,
} from '../../src/detect/windows/remote-procedure-abuse.ts'
import { s7Stop } from '../../src/simulate/packet-builder/control.ts'
import { RpcInterface, rpcBind, rpcRequest } from '../../src/simulate/packet-builder/dcerpc.ts'
import { ldapFilter, ldapSearch } from '../../src/simulate/packet-builder/ldap.ts'
import { modbusFrame, registers } from '../../src/simulate/packet-builder/modbus.ts'
import { kerberosError, overTcp, ticketRequest } from '../kerberos-messages.ts'
import { type Capacity, host, server, type Talk, talk } from '../tracker-capacity.ts'
import { TrafficScript } from '../traffic-script.ts'

const accounts = '785734123412cdabef000123456789ac01000000'

const users = ldapFilter.equal('samAccountType', '805306368')
const groups = ldapFilter.equal('samAccountType', '268435456')

interface Call {
  readonly code: number
  readonly answer?: number
  readonly device?: string
}

function modbus({ code, answer = code, device = server }: Call): Talk {
  const ids = { transactionId: 1, unit: 1 }
  const request = modbusFrame({ ...ids, function: code }, registers(7, 1))
  return {
    to: device,
    port: 502,
    says: [request, modbusFrame({ ...ids, function: answer }, registers(7, 1))],
  }
}

/** A panel that reads of a device until it is learned. */
function learned(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) talk(() => modbus({ code: 3 }))(script, 0xffff, i)
  return script.wait(31)
}

export const capacities: readonly Capacity[] = [
  {
    of: 'commands of controllers',
    detector: controlCommands.with({ commandCountMin: 2 }),
    countMax: controlClientCountMax,
    event: talk(() => ({ port: 102, says: [s7Stop(1)] })),
  },
  {
    of: 'searches of a directory',
    detector: directorySearch.with({ weightMin: 2 }),
    countMax: searcherCountMax,
    event: talk((_, serial) => ({
      port: 389,
      says: [ldapSearch({ filter: serial === 0 ? groups : users })],
    })),
  },
  {
    of: 'remote shells',
    detector: remoteProcedureAbuse.with({ shellRequestCountMin: 2 }),
    countMax: shellCountMax,
    event: talk(() => ({ port: 5985, says: ['POST /wsman HTTP/1.1\r\nHost: a\r\n\r\n'] })),
  },
  {
    of: 'lists of accounts',
    detector: remoteProcedureAbuse.with({ lookupCountMin: 2 }),
    countMax: listingClientCountMax,
    event: talk(() => ({
      port: 445,
      says: [rpcBind(1, accounts), 'ack', rpcRequest(2, 47, Buffer.alloc(40))],
    })),
  },
  {
    of: 'logins to Netlogon',
    detector: netlogonAbuse.with({ zeroCountMin: 2 }),
    countMax: netlogonCountMax,
    event: talk(() => ({
      port: 49_670,
      says: [rpcBind(1, RpcInterface.netlogon), 'ack', rpcRequest(2, 4, Buffer.alloc(40))],
    })),
  },
  {
    of: 'refused Kerberos logins',
    detector: kerberosAbuse.with({ failureCountMin: 2 }),
    countMax: kerberosCountMax,
    event: talk(() => ({ port: 88, says: ['\0\0\0\x10as-req', overTcp(kerberosError(24))] })),
  },
  {
    of: 'Kerberos tickets',
    detector: kerberosAbuse.with({ weakTicketCountMin: 2 }),
    countMax: kerberosCountMax,
    event: talk((_, serial) => ({ port: 88, says: [overTcp(ticketRequest(`s${serial}`, [23]))] })),
  },
  {
    of: 'remote calls',
    detector: remoteProcedureAbuse.with({ callCountMin: 2 }),
    countMax: callerCountMax,
    event: talk(() => ({
      port: 49_667,
      says: [rpcBind(1, RpcInterface.serviceControl), 'ack', rpcRequest(2, 12, Buffer.alloc(40))],
    })),
  },
  {
    of: 'writers of Modbus',
    detector: modbusAbuse.with({ writeCountMin: 2 }),
    countMax: modbusCountMax,
    before: learned,
    event: talk(() => modbus({ code: 6 })),
  },
  {
    of: 'probers of Modbus',
    detector: modbusAbuse.with({ refusedCountMin: 2 }),
    countMax: modbusCountMax,
    before: learned,
    event: talk((_, serial) =>
      modbus(serial === 0 ? { code: 7, answer: 0x87 } : { code: 8, answer: 0x88 }),
    ),
  },
  {
    // A device that is not known any more learns its writer instead of reporting it.
    of: 'control devices',
    detector: modbusAbuse.with({ learnSeconds: 0, learnCountMin: 2 }),
    countMax: modbusCountMax,
    event: (script, i, serial) =>
      script.connection(host(0xff00 + (serial === 0 ? 1 : 2)), `${host(i)}:502`, {
        says: modbus({ code: i === 0 && serial > 0 ? 6 : 3 }).says,
      }),
  },
]
