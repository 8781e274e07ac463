import { addresses, limit, seconds } from '../seam/option.ts'

export const neighbourOptions = {
  conflictCountMin: limit(2, {
    about: 'Claims of an address that another device has; one may be a new network card',
    unit: 'claims',
  }),
  ownerSilentSeconds: seconds(300, { about: 'Silence after which an owner counts as gone' }),
  floodCountMin: limit(50, {
    about: 'Routers, or addresses claimed, within a period',
    unit: 'addresses',
    source: 'more than a network has (RFC 6583)',
  }),
  periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
  forgetAfterSeconds: seconds(3_600, {
    about: 'A pause after which the claims of an address are counted anew',
    min: 1,
  }),
  allow: addresses({ about: 'Addresses that several devices share on purpose: clusters' }),
}
