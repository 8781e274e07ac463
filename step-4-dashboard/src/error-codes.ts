import { listErrorCodes, errorCodes as step3Codes } from 'step-3-persistence/error-codes'

/** Every error code of step 4, and so of the product: what live updates add comes last. */
export const errorCodes = {
  ...step3Codes,
  ...listErrorCodes(4, {
    E_NO_COURSE: [404, 'The product was installed without the material of the course.'],
    E_TOO_MANY_STREAMS: [503, 'As many event streams are open as there may be.'],
  }),
}
