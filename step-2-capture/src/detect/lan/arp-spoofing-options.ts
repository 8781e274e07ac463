import { addresses, limit, seconds } from '../seam/option.ts'

/** When claims of an address are taken for spoofing. */
export const arpSpoofingOptions = {
  conflictCountMin: limit(2, {
    about: 'Contradicting answers; a failover or a new lease makes one at most',
    unit: 'answers',
  }),
  ownerSilentSeconds: seconds(300, {
    about:
      'Time after its last answer in which an owner still has its address; leases last for hours',
  }),
  unaskedCountMin: limit(5, {
    about: 'Answers without a request, to one device, about one address',
    unit: 'answers',
    source: 'arpspoof sends one every 2 s',
  }),
  unaskedSeconds: seconds(60, { about: 'Time in which they must come' }),
  answerSeconds: seconds(5, {
    about: 'Time after a request in which an answer belongs to it; some systems are slow',
  }),
  redirectSeconds: seconds(120, {
    about: 'Time after a claim in which a changed way out counts as its effect',
  }),
  allow: addresses({ about: 'Addresses that several devices share on purpose: clusters' }),
}
