/** Services that tell a program its own address; pages ask them too. */
const addressServices: ReadonlySet<string> = new Set([
  'checkip.dyndns.org',
  'checkip.dyndns.com',
  'checkip.amazonaws.com',
  'api.ipify.org',
  'api64.ipify.org',
  'ip-api.com',
  'ipinfo.io',
  'icanhazip.com',
  'ipv4.icanhazip.com',
  'ifconfig.me',
  'ifconfig.co',
  'ident.me',
  'ipecho.net',
  'wtfismyip.com',
  'myexternalip.com',
  'www.myexternalip.com',
  'freegeoip.app',
  'freegeoip.net',
  'reallyfreegeoip.org',
  'api.myip.com',
  'api.ip.sb',
  'ipwho.is',
  'ipapi.co',
  'api.2ip.ua',
  'ip.anysrc.net',
  'www.geoplugin.net',
  'geoplugin.net',
  'bot.whatismyipaddress.com',
  'showip.net',
  'eth0.me',
  'curlmyip.com',
  'iplogger.org',
  'iplogger.com',
])

/** Interfaces of chats for programs, where no person goes. */
const chatInterfaces: ReadonlySet<string> = new Set(['api.telegram.org'])

const keyOf = (first: number, length: number) => (first | 32) * 256 + length
const keys: ReadonlySet<number> = new Set(
  [...addressServices, ...chatInterfaces].map((name) => keyOf(name.charCodeAt(0), name.length)),
)

/** Whether a name may be one of these, by its first letter and its length: few others pass. */
export function mayBeService(first: number, length: number): boolean {
  return keys.has(keyOf(first, length))
}

export function isAddressService(name: string): boolean {
  return addressServices.has(name.toLowerCase())
}

export function isChatInterface(name: string): boolean {
  return chatInterfaces.has(name.toLowerCase())
}
