import type { Random } from '../random.ts'

/** First three bytes of MAC addresses, as the IEEE gave them out. */
const prefixes = {
  dell: ['d4bed9', '1866da', '8c04ba'],
  lenovo: ['8c1645', '54e1ad', '6c4b90'],
  intel: ['a0369f', '3cfdfe', '001b21'],
  apple: ['f01898', 'a483e7', '3c22fb'],
  hp: ['3cd92b', '9457a5', '308d99'],
  synology: ['001132', '9009d0'],
  ubiquiti: ['24a43c', '788a20', 'f09fc2'],
  raspberry: ['b827eb', 'dca632'],
  espressif: ['240ac4', '30aea4', '8caab5'],
  axis: ['00408c', 'accc8e'],
  siemens: ['001b1b', '286336'],
  vmware: ['005056', '000c29'],
  kali: ['080027'],
} as const

export type Vendor = keyof typeof prefixes

/** A MAC address that the vendor could have burnt in. */
export function vendorMac(vendor: Vendor, random: Random): Buffer {
  return Buffer.concat([Buffer.from(random.pick(prefixes[vendor]), 'hex'), random.bytes(3)])
}
