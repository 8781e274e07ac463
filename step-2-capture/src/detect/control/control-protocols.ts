import { bacnetNetworkMessage, readBacnetService } from '../../decode/bacnet.ts'
import { readCipRequest } from '../../decode/cip.ts'
import { readDnp3Function } from '../../decode/dnp3.ts'
import { readFinsCommand, readMelsecCommand } from '../../decode/factory-controllers.ts'
import { readIec104Command } from '../../decode/iec104.ts'
import { readModbusCommand } from '../../decode/modbus-commands.ts'
import { readS7Function } from '../../decode/s7-comm.ts'

export interface ControlCommand {
  readonly kind: 'control_device_stop' | 'control_program_change'
  /** What it does to the device, behind "sent ". */
  readonly does: string
  /** `low` where programs do it in operation too. */
  readonly severity: 'low' | 'medium' | 'high'
}

/** A protocol of controllers whose port is known. */
export interface ControlProtocol {
  readonly name: string
  readonly ports: readonly number[]
  /** The number of what a request asks for, -1 where `bytes[start, end)` is no request. */
  readonly read: (bytes: Uint8Array, start: number, end: number) => number
  readonly commands: Readonly<Record<number, ControlCommand>>
}

const stop = (does: string): ControlCommand => ({
  kind: 'control_device_stop',
  does,
  severity: 'high',
})
const change = (does: string): ControlCommand => ({
  kind: 'control_program_change',
  does,
  severity: 'medium',
})
const lowStop = (does: string): ControlCommand => ({ ...stop(does), severity: 'low' })
const lowChange = (does: string): ControlCommand => ({ ...change(does), severity: 'low' })

const letter = (text: string) => 0x2800 + text.charCodeAt(0)
const cip = (classCode: number, service: number) => classCode * 256 + service
const modbus = (code: number, subfunction: number) => code * 256 + subfunction

/** Commands that stop, restart or reprogram a controller, by the standards that `decode/` names. */
export const controlProtocols: readonly ControlProtocol[] = [
  {
    name: 'S7',
    ports: [102],
    read: readS7Function,
    commands: {
      41: stop('a stop'),
      [letter('P')]: lowStop('a start'),
      26: change('a program download'),
      [letter('I')]: change('a program activation'),
      [letter('D')]: change('a program deletion'),
      [letter('G')]: lowChange('a memory compression'),
      29: lowChange('a program upload'),
    },
  },
  {
    name: 'DNP3',
    ports: [20_000],
    read: readDnp3Function,
    commands: {
      13: stop('a cold restart'),
      14: lowStop('a warm restart'),
      16: change('an initialisation of programs'),
      18: stop('a stop of programs'),
      27: lowChange('a deletion of a file'),
    },
  },
  {
    name: 'EtherNet/IP',
    ports: [44_818],
    read: readCipRequest,
    commands: {
      // Identity, program, file, flash update and the network interface (CIP volume 1, chapter 5).
      [cip(1, 5)]: stop('a reset'),
      [cip(0x8e, 7)]: stop('a stop'),
      [cip(0x68, 7)]: stop('a stop of a program'),
      [cip(0x8e, 6)]: lowStop('a start'),
      [cip(0x37, 0x4c)]: change('a file download'),
      [cip(0xa1, 0x4b)]: change('a firmware update'),
      [cip(0xa1, 0x4d)]: change('a firmware update'),
      [cip(0xf5, 0x10)]: change('a change of its network address'),
    },
  },
  {
    name: 'BACnet',
    ports: [47_808],
    read: readBacnetService,
    commands: {
      20: stop('a restart'),
      17: stop('an order to be silent'),
      7: lowChange('a file write'),
      11: change('a deletion of an object'),
      [bacnetNetworkMessage + 6]: change('a new routing table'),
    },
  },
  {
    name: 'IEC 104',
    ports: [2404],
    read: readIec104Command,
    commands: { 105: stop('a restart of the process') },
  },
  {
    name: 'Modbus',
    ports: [502],
    read: readModbusCommand,
    // Diagnostics touch the serial line behind a gateway only; tests of one send them.
    commands: {
      [modbus(8, 1)]: lowStop('a restart of communication'),
      [modbus(8, 4)]: lowStop('an order to be silent'),
      [modbus(90, 0x41)]: stop('a stop'),
      [modbus(90, 0x40)]: lowStop('a start'),
      [modbus(90, 0x30)]: change('a program download'),
    },
  },
  {
    name: 'FINS',
    ports: [9600],
    read: readFinsCommand,
    commands: {
      1026: stop('a stop'),
      1027: stop('a reset'),
      1025: lowStop('a start'),
      775: change('a program download'),
      776: change('a program deletion'),
      8961: change('forced values'),
    },
  },
  {
    name: 'MELSEC',
    ports: [5006, 5007],
    read: readMelsecCommand,
    commands: {
      4098: stop('a stop'),
      4099: stop('a pause'),
      4101: change('a deletion of latched values'),
      4102: stop('a reset'),
      4097: lowStop('a start'),
      6184: change('a file write'),
    },
  },
]
