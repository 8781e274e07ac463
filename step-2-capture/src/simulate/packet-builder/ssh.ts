import type { Random } from '../random.ts'
import { vector } from './tls.ts'

/** Algorithms that a hardened OpenSSH 9 offers, each list as it stands in its KEXINIT. */
const offers = [
  'sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256',
  'ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256',
  'aes256-ctr,aes192-ctr,aes128-ctr,aes256-gcm@openssh.com',
  'aes256-ctr,aes192-ctr,aes128-ctr,aes256-gcm@openssh.com',
  'umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1',
  'umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1',
  'none,zlib@openssh.com',
  'none,zlib@openssh.com',
  '',
  '',
]

/** A binary packet before encryption: length, padding to 8 bytes, message (RFC 4253 section 6). */
export function sshPacket(message: Uint8Array): Buffer {
  const missing = 8 - ((message.length + 5) % 8)
  const padding = missing < 4 ? missing + 8 : missing
  const packet = Buffer.alloc(5 + message.length + padding)
  packet.writeUInt32BE(packet.length - 4, 0)
  packet[4] = padding
  packet.set(message, 5)
  return packet
}

/** The offer of algorithms (section 7.1). */
export function keyExchangeInit(random: Random): Buffer {
  const lists = offers.map((names) => vector(Buffer.from(names), 4))
  return sshPacket(Buffer.concat([Buffer.from([20]), random.bytes(16), ...lists, Buffer.alloc(5)]))
}

/** The client's key of an elliptic-curve exchange (RFC 5656 section 4). */
export function ecdhInit(random: Random): Buffer {
  return sshPacket(Buffer.concat([Buffer.from([30]), vector(random.bytes(32), 4)]))
}

/** The server's host key, its exchange key and its signature. */
export function ecdhReply(random: Random): Buffer {
  const blob = () =>
    Buffer.concat([vector(Buffer.from('ssh-ed25519'), 4), vector(random.bytes(32), 4)])
  const signature = Buffer.concat([
    vector(Buffer.from('ssh-ed25519'), 4),
    vector(random.bytes(64), 4),
  ])
  const parts = [vector(blob(), 4), vector(random.bytes(32), 4), vector(signature, 4)]
  return sshPacket(Buffer.concat([Buffer.from([31]), ...parts]))
}

export const newKeys = (): Buffer => sshPacket(Buffer.from([21]))

/** The length in the clear, and the tag behind: AES in counter mode with umac-64-etm. */
const sealLength = 4 + 8
/** What OpenSSH puts into one packet at most. */
const packetLengthMax = 32_768

/** Encrypted packets of about `length` bytes in all, their sizes rounded up to whole blocks. */
export function sealedPackets(length: number, take: (length: number) => Uint8Array): Buffer {
  const parts: Uint8Array[] = []
  for (let left = length; left > 0; left -= packetLengthMax) {
    const wanted = Math.min(left, packetLengthMax)
    const blockCount = Math.max(1, Math.ceil((wanted - sealLength) / 16))
    const head = Buffer.alloc(4)
    head.writeUInt32BE(blockCount * 16, 0)
    parts.push(head, take(blockCount * 16 + 8))
  }
  return Buffer.concat(parts)
}
