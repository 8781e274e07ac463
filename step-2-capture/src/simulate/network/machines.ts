import { embedded, linux, type OperatingSystem, windows } from './operating-system.ts'
import type { Vendor } from './vendors.ts'

/** What the office machines are for, what they are built by and which ports they open. */
export const machines = {
  resolver: { vendor: 'vmware', system: linux, last: 2, tcp: [22, 53], udp: [53, 123] },
  fileServer: {
    vendor: 'vmware',
    system: windows,
    last: 10,
    tcp: [135, 139, 445, 3389, 5985],
    udp: [137],
  },
  mailServer: {
    vendor: 'vmware',
    system: linux,
    last: 11,
    tcp: [22, 25, 110, 143, 465, 587, 993, 995],
    udp: [],
  },
  webServer: { vendor: 'vmware', system: linux, last: 12, tcp: [22, 80, 443, 8080], udp: [] },
  database: { vendor: 'vmware', system: linux, last: 13, tcp: [22, 5432], udp: [] },
  ftpServer: { vendor: 'vmware', system: linux, last: 14, tcp: [21, 22, 23], udp: [] },
  monitor: { vendor: 'vmware', system: linux, last: 15, tcp: [22, 443, 3000], udp: [] },
  storage: {
    vendor: 'synology',
    system: linux,
    last: 20,
    tcp: [22, 80, 139, 443, 445, 5000, 5001],
    udp: [137],
  },
  printer: {
    vendor: 'hp',
    system: embedded,
    last: 30,
    tcp: [80, 443, 515, 631, 9100],
    udp: [161, 5353],
  },
  secondPrinter: {
    vendor: 'hp',
    system: embedded,
    last: 31,
    tcp: [80, 443, 631, 9100],
    udp: [161, 5353],
  },
  camera: { vendor: 'axis', system: linux, last: 40, tcp: [80, 443, 554], udp: [] },
  thermostat: { vendor: 'espressif', system: embedded, last: 41, tcp: [80], udp: [] },
  doorSensor: { vendor: 'espressif', system: embedded, last: 42, tcp: [], udp: [] },
  controller: { vendor: 'siemens', system: embedded, last: 50, tcp: [80, 102, 502], udp: [] },
  operatorPanel: {
    vendor: 'siemens',
    system: windows,
    last: 51,
    tcp: [135, 445, 3389],
    udp: [137],
  },
} as const satisfies Record<string, Machine>

export interface Machine {
  readonly vendor: Vendor
  readonly system: OperatingSystem
  /** Last byte of its address, before the seed moves it. */
  readonly last: number
  readonly tcp: readonly number[]
  readonly udp: readonly number[]
}

export type MachineName = keyof typeof machines
