/** 65,536 flows at about 310 B (row, key, buckets, lists) are 20 MB. */
export const flowCountMax = 65_536

/**
 * Columns of a flow. All are doubles in one row of 32, so that a packet touches few cache lines.
 * The originator is the end that opened the flow, the responder the other one.
 */
export const FlowColumn = {
  firstUs: 0,
  lastUs: 1,
  /** Host ids of the two ends. */
  originator: 2,
  responder: 3,
  /** For ICMP and ICMPv6 the type and the code of the first packet. */
  originatorPort: 4,
  responderPort: 5,
  /** IP protocol number. */
  protocol: 6,
  /** One of FlowState. */
  state: 7,
  originatorPackets: 8,
  responderPackets: 9,
  /** Bytes on the wire, link headers included. */
  originatorBytes: 10,
  responderBytes: 11,
  originatorPayloadBytes: 12,
  responderPayloadBytes: 13,
  /** All TCP flags seen from that end, or-ed together. */
  originatorFlags: 14,
  responderFlags: 15,
  /** The sequence number that follows the highest one sent; -1 before the first. */
  originatorSequence: 16,
  responderSequence: 17,
  retransmissions: 18,
  /** When the handshake was completed (TCP), or the first answer came (others); 0 before. */
  establishedUs: 19,
  /** Number and record offset of the flow's first packet: where its evidence is. */
  firstPacketIndex: 20,
  firstRecordOffset: 21,
  /** 1 when the originator's address and port are the lower end of the key, else 0. */
  originatorIsLow: 22,
  /** Number of the last window in which the flow was counted. */
  lastWindow: 23,
  /** How much of the packets and bytes above the host windows have already counted. */
  countedOriginatorPackets: 24,
  countedResponderPackets: 25,
  countedOriginatorBytes: 26,
  countedResponderBytes: 27,
  /** Sums of squared sizes (bytes²) since then; the windows set them back to zero. */
  originatorSizeSquares: 28,
  responderSizeSquares: 29,
  /** Sum of squared gaps between packets (s²), and how many gaps, since then. */
  gapSquares: 30,
  gapCount: 31,
} as const
export const flowColumnCount = 32

/** The life of a flow. TCP's follow RFC 9293 as far as a bystander can tell. */
export const FlowState = {
  /** TCP: a SYN, no answer yet. */
  attempted: 0,
  /** TCP: SYN and SYN-ACK, the handshake's last ACK is missing. */
  halfOpen: 1,
  /** TCP: handshake done, or data both ways in a flow that began before the capture. */
  established: 2,
  /** TCP: one end has sent FIN. */
  closing: 3,
  /** TCP: both ends have sent FIN. */
  closed: 4,
  /** TCP: reset after it was established. */
  reset: 5,
  /** TCP: the SYN was answered with RST; or an ICMP error came back. */
  rejected: 6,
  /** TCP without SYN, seen from one end only: began before the capture, or is a probe. */
  midstream: 7,
  /** Not TCP: packets one way. */
  oneWay: 8,
  /** Not TCP: packets both ways. */
  twoWay: 9,
} as const

/** Why a flow left the table. */
export const FlowEnd = { closed: 0, idle: 1, evicted: 2, captureEnd: 3 } as const
