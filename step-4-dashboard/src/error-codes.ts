import { listErrorCodes, errorCodes as step3Codes } from 'step-3-persistence/error-codes'

/** Every error code of step 4, and so of the product: what access control adds comes last. */
export const errorCodes = {
  ...step3Codes,
  ...listErrorCodes(4, {
    E_FOREIGN_HOST: [403, 'The request addresses a host that is not this server.'],
    E_FOREIGN_ORIGIN: [403, 'The request comes from a page of another site.'],
    E_NO_TOKEN: [401, 'The server asks for a token, and the request has none.'],
    E_OPEN_CONTROL: [500, 'Without a token the server may not listen beyond this machine.'],
    E_TOO_MANY_STREAMS: [503, 'As many event streams are open as there may be.'],
    E_TOO_MANY_TOKENS: [429, 'Too many wrong tokens came from this address.'],
    E_WEAK_TOKEN: [500, 'The token that the server should ask for is too short.'],
    E_WRONG_TOKEN: [401, 'The token is wrong.'],
  }),
}
