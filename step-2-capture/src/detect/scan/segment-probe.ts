import { TcpFlag } from '../../decode/frame.ts'

/** Kinds of segments that open no connection, as the part of a tracker's key. */
export const Probe = {
  none: 0,
  null: 1,
  fin: 2,
  xmas: 3,
  ack: 4,
  synFin: 5,
  maimon: 6,
  synXmas: 7,
} as const

/** What is set in them, behind "with". */
export const probeNames: readonly string[] = [
  '',
  'no flags',
  'only FIN',
  'FIN, PSH and URG',
  'only ACK',
  'SYN and FIN',
  'FIN and ACK',
  'SYN, FIN, PSH and URG',
]

/** The kind of a segment that no program sends, by its flags; ECN's bits say nothing about it. */
export function probeOf(flags: number): number {
  const { fin, syn, rst, psh, ack, urg } = TcpFlag
  switch (flags & (fin | syn | rst | psh | ack | urg)) {
    case 0:
      return Probe.null
    case fin:
      return Probe.fin
    case fin | psh | urg:
      return Probe.xmas
    case syn | fin:
      return Probe.synFin
    case syn | fin | psh | urg:
      return Probe.synXmas
    default:
      return Probe.none
  }
}

/**
 * The kind of a segment that was answered with a reset: a lone ACK, or FIN with ACK (Uriel Maimon,
 * Phrack 49), shows that the port is reachable.
 */
export function rejectedProbeOf(flags: number): number {
  if (flags === TcpFlag.ack) return Probe.ack
  return flags === (TcpFlag.fin | TcpFlag.ack) ? Probe.maimon : Probe.none
}

/** Whether the last segments of a connection look the same. */
export function isAmbiguous(probe: number): boolean {
  return probe === Probe.ack || probe === Probe.maimon
}
