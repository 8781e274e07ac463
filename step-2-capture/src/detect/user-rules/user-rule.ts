import type { Severity, Technique } from '../seam/detection.ts'
import type { AddressSet } from './address-set.ts'
import type { BufferName } from './buffer-name.ts'
import type { BufferTest } from './buffer-test.ts'
import type { FlowBitStep } from './flow-bit-step.ts'
import type { PacketTest } from './packet-test.ts'
import type { PortSet } from './port-set.ts'
import type { Rate } from './rate.ts'

/** Transports whose payloads a rule reads. */
export type Transport = 'tcp' | 'udp' | 'icmp'

/** Which way what a rule looks for travels. */
export type Direction = 'to_server' | 'to_client' | 'either'

/** Number of a rule in its set. */
export type RuleNumber = number

/** Who speaks to whom: one value for all rules that begin with the same words. */
export interface RuleHeader {
  readonly source: AddressSet
  readonly sourcePorts: PortSet
  readonly target: AddressSet
  readonly targetPorts: PortSet
  /** The same ends may be source and target the other way round. */
  readonly isBidirectional: boolean
}

/** What a rule wants to hold of one buffer: all of its tests, in order. */
export interface Section {
  readonly buffer: BufferName
  readonly tests: readonly BufferTest[]
}

/** The content by which a rule is found among thousands: the rest is looked at only where it occurs. */
export interface FastPattern {
  readonly buffer: BufferName
  /** In lower case. */
  readonly bytes: Uint8Array
}

/** A rule of the user, compiled. */
export interface UserRule {
  readonly sid: number
  readonly revision: number
  readonly message: string
  readonly severity: Severity
  readonly classtype: string | null
  readonly references: readonly string[]
  readonly technique: Technique | null
  readonly file: string
  readonly line: number
  /** A rule that passes silences the others for what it matches. */
  readonly isPass: boolean
  /** It only keeps a note for other rules. */
  readonly isSilent: boolean
  readonly transports: readonly Transport[]
  /** The Application of its flows, or null for any. */
  readonly application: number | null
  readonly direction: Direction
  readonly needsEstablished: boolean
  readonly header: RuleHeader
  readonly sections: readonly Section[]
  /** The buffer of each section. */
  readonly buffers: readonly BufferName[]
  readonly packetTests: readonly PacketTest[]
  readonly flagsTest: ((flags: number) => boolean) | null
  /** Smallest and largest type of ICMP. */
  readonly icmpTypes: readonly [min: number, max: number] | null
  readonly flowBits: readonly FlowBitStep[]
  readonly rate: Rate | null
  readonly fastPattern: FastPattern | null
  /** It is judged on single packets, however the stream goes on. */
  readonly isPerPacket: boolean
  /** Bytes that follow can undo a match: it is judged when a message is over. */
  readonly waitsForEnd: boolean
}
