import type { CaptureInterface } from '../api/capture-queries.ts'

/** The one that was asked for; else the first that can be captured on and is no loopback. */
export function chooseInterface(
  interfaces: readonly CaptureInterface[],
  asked: string,
): CaptureInterface | undefined {
  const able = interfaces.filter(({ may_capture }) => may_capture)
  return (
    interfaces.find(({ name }) => name === asked) ??
    able.find(({ is_loopback }) => !is_loopback) ??
    able[0] ??
    interfaces[0]
  )
}

/** `eth0 · 192.0.2.10`, with a word where it cannot be captured on. */
export function interfaceLabel({ name, addresses, may_capture, is_up }: CaptureInterface): string {
  const [address] = addresses
  const state = is_up ? (may_capture ? '' : ' · not allowed') : ' · down'
  return `${name}${address ? ` · ${address}` : ''}${state}`
}
