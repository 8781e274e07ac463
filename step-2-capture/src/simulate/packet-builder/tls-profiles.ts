/** What a program offers in its ClientHello: the facts that JA3 and JA4 fingerprints are made of. */
export interface TlsProfile {
  readonly name: string
  readonly ciphers: readonly number[]
  /** Extension types in the order sent; `shuffled` programs draw the order anew each time. */
  readonly extensions: readonly number[]
  readonly shuffled: boolean
  /** Random values of RFC 8701 in ciphers, extensions, groups and versions. */
  readonly grease: boolean
  readonly groups: readonly number[]
  readonly signatures: readonly number[]
  readonly protocols: readonly string[]
  /** Newest version first; without 0x0304 the handshake is that of TLS 1.2. */
  readonly versions: readonly number[]
}

const modernCiphers = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8]
const legacyCiphers = [0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035]
const modernSignatures = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]

export const chromeTls: TlsProfile = {
  name: 'chrome',
  ciphers: [...modernCiphers, ...legacyCiphers],
  extensions: [0, 23, 0xff01, 10, 11, 35, 16, 5, 13, 18, 51, 45, 43, 27, 17513],
  shuffled: true,
  grease: true,
  groups: [29, 23, 24],
  signatures: modernSignatures,
  protocols: ['h2', 'http/1.1'],
  versions: [0x0304, 0x0303],
}

/** The same browser over QUIC, where there is nothing older to offer. */
export const chromeQuic: TlsProfile = {
  ...chromeTls,
  name: 'chrome-quic',
  ciphers: [0x1301, 0x1302, 0x1303],
  extensions: [0, 10, 13, 16, 27, 43, 45, 51, 57],
  grease: false,
  protocols: ['h3'],
  versions: [0x0304],
}

export const firefoxTls: TlsProfile = {
  name: 'firefox',
  ciphers: [
    0x1301,
    0x1303,
    0x1302,
    0xc02b,
    0xc02f,
    0xcca9,
    0xcca8,
    0xc02c,
    0xc030,
    ...legacyCiphers,
  ],
  extensions: [0, 23, 0xff01, 10, 11, 35, 16, 5, 34, 51, 43, 13, 45, 28],
  shuffled: false,
  grease: false,
  groups: [29, 23, 24, 25, 256, 257],
  signatures: [
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
  ],
  protocols: ['h2', 'http/1.1'],
  versions: [0x0304, 0x0303],
}

export const safariTls: TlsProfile = {
  name: 'safari',
  ciphers: [
    0x1301, 0x1302, 0x1303, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8, 0xc00a, 0xc009, 0xc014,
    0xc013, 0x009d, 0x009c, 0x0035, 0x002f,
  ],
  extensions: [0, 23, 0xff01, 10, 11, 16, 5, 13, 18, 51, 45, 43, 27],
  shuffled: false,
  grease: true,
  groups: [29, 23, 24, 25],
  signatures: [0x0403, 0x0804, 0x0401, 0x0503, 0x0203, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201],
  protocols: ['h2', 'http/1.1'],
  versions: [0x0304, 0x0303, 0x0302, 0x0301],
}

/** curl, wget and Python on OpenSSL 3. */
export const opensslTls: TlsProfile = {
  name: 'openssl',
  ciphers: [
    0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e,
    0xc024, 0xc028, 0x006b, 0xc023, 0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033,
    0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x00ff,
  ],
  extensions: [0, 11, 10, 35, 22, 23, 13, 43, 45, 51],
  shuffled: false,
  grease: false,
  groups: [29, 23, 30, 25, 24, 256, 257],
  signatures: [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401,
    0x0501, 0x0601,
  ],
  protocols: [],
  versions: [0x0304, 0x0303],
}

/** Windows services and .NET programs (Schannel), still TLS 1.2 on many machines. */
export const schannelTls: TlsProfile = {
  name: 'schannel',
  ciphers: [
    0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009, 0xc014, 0xc013,
    0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
  ],
  extensions: [0, 5, 10, 11, 13, 35, 16, 23, 0xff01],
  shuffled: false,
  grease: false,
  groups: [29, 23, 24],
  signatures: [
    0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202, 0x0601, 0x0603,
  ],
  protocols: ['h2', 'http/1.1'],
  versions: [0x0303],
}

/** Go's net/http, which many tools and some implants are written with. */
export const goTls: TlsProfile = {
  name: 'go',
  ciphers: [
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x009d,
    0x002f, 0x0035, 0xc012, 0x000a, 0x1301, 0x1302, 0x1303,
  ],
  extensions: [0, 5, 10, 11, 13, 0xff01, 18, 43, 51],
  shuffled: false,
  grease: false,
  groups: [29, 23, 24, 25],
  signatures: [
    0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603, 0x0201, 0x0203,
  ],
  protocols: [],
  versions: [0x0304, 0x0303],
}
