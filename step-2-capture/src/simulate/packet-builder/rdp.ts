/** The first packet of a Remote Desktop connection: who wants in, and with TLS and NLA ([MS-RDPBCGR] 2.2.1.1). */
export function rdpConnectionRequest(user: string): Buffer {
  const cookie = Buffer.from(`Cookie: mstshash=${user.slice(0, 9)}\r\n`, 'latin1')
  return tpkt(0xe0, [0, 0, 0, 0, 0], cookie, Buffer.from([1, 0, 8, 0, 3, 0, 0, 0]))
}

/** The server's answer: it insists on NLA (2.2.1.2). */
export function rdpConnectionConfirm(): Buffer {
  return tpkt(0xd0, [0, 0, 0x12, 0x34, 0], Buffer.from([2, 0x1f, 8, 0, 2, 0, 0, 0]))
}

/** A TPDU of X.224 in its TPKT header (RFC 1006). */
function tpkt(type: number, fixed: readonly number[], ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from([type, ...fixed]), ...parts])
  const length = 5 + body.length
  return Buffer.concat([Buffer.from([3, 0, length >> 8, length & 255, body.length]), body])
}
