/** How a system's network stack shows on the wire; the traits that p0f and nmap tell it by. */
export interface OperatingSystem {
  readonly name: 'linux' | 'windows' | 'apple' | 'embedded'
  /** Time to live of the packets that it sends. */
  readonly timeToLive: number
  /** Receive window of its SYN, which is never scaled. */
  readonly synWindow: number
  /** Bits by which it asks later windows to be shifted; undefined: it does not offer scaling. */
  readonly windowScale: number | undefined
  /** Receive window once connected, in bytes. */
  readonly windowBytes: number
  readonly timestamps: boolean
  readonly selectiveAcknowledgement: boolean
  /** Order of the options in its SYN. */
  readonly optionOrder: 'linux' | 'windows' | 'apple'
  readonly ephemeralPorts: readonly [low: number, high: number]
  /** Numbers IP packets by flow from a random start, or all of them from one counter. */
  readonly identification: 'flow' | 'host'
}

export const linux: OperatingSystem = {
  name: 'linux',
  timeToLive: 64,
  synWindow: 64240,
  windowScale: 7,
  windowBytes: 262_144,
  timestamps: true,
  selectiveAcknowledgement: true,
  optionOrder: 'linux',
  ephemeralPorts: [32768, 60999],
  identification: 'flow',
}

export const windows: OperatingSystem = {
  name: 'windows',
  timeToLive: 128,
  synWindow: 64240,
  windowScale: 8,
  windowBytes: 262_656,
  timestamps: false,
  selectiveAcknowledgement: true,
  optionOrder: 'windows',
  ephemeralPorts: [49152, 65535],
  identification: 'host',
}

export const apple: OperatingSystem = {
  name: 'apple',
  timeToLive: 64,
  synWindow: 65535,
  windowScale: 6,
  windowBytes: 131_712,
  timestamps: true,
  selectiveAcknowledgement: true,
  optionOrder: 'apple',
  ephemeralPorts: [49152, 65535],
  identification: 'flow',
}

/** Small devices (lwIP and its like): one window, no options but the segment size. */
export const embedded: OperatingSystem = {
  name: 'embedded',
  timeToLive: 64,
  synWindow: 29_200,
  windowScale: undefined,
  windowBytes: 29_200,
  timestamps: false,
  selectiveAcknowledgement: false,
  optionOrder: 'linux',
  ephemeralPorts: [49152, 65535],
  identification: 'host',
}
