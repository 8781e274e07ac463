/** Whether the name of a host is a MAC address: six bytes in hexadecimal with colons between. */
export function isMac(name: string): boolean {
  return /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(name)
}
