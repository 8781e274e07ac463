import {
  chromeTls,
  firefoxTls,
  safariTls,
  schannelTls,
  type TlsProfile,
} from '../packet-builder/tls-profiles.ts'
import type { Host } from './host.ts'
import { apple, linux, type OperatingSystem, windows } from './operating-system.ts'
import type { Vendor } from './vendors.ts'

/** A kind of personal computer: what it is built by, runs and browses with. */
export interface WorkstationModel {
  readonly system: OperatingSystem
  readonly vendor: Vendor
  readonly namePrefix: string
  readonly browser: TlsProfile
  readonly userAgent: string
  /** TLS of its services and updates. */
  readonly services: TlsProfile
}

/** A person's computer. */
export interface Workstation {
  readonly host: Host
  readonly model: WorkstationModel
}

const windowsAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'
const macAgent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15'
const linuxAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export const workstationModels: readonly WorkstationModel[] = [
  {
    system: windows,
    vendor: 'dell',
    namePrefix: 'DESKTOP',
    browser: chromeTls,
    userAgent: windowsAgent,
    services: schannelTls,
  },
  {
    system: windows,
    vendor: 'lenovo',
    namePrefix: 'LAPTOP',
    browser: chromeTls,
    userAgent: `${windowsAgent} Edg/143.0.0.0`,
    services: schannelTls,
  },
  {
    system: apple,
    vendor: 'apple',
    namePrefix: 'MacBook',
    browser: safariTls,
    userAgent: macAgent,
    services: safariTls,
  },
  {
    system: linux,
    vendor: 'intel',
    namePrefix: 'ws',
    browser: firefoxTls,
    userAgent: linuxAgent,
    services: firefoxTls,
  },
]
