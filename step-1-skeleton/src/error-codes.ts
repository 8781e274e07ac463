import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One kind of failure that a user can see; `docs/errors.md` lists them all. */
export interface ErrorCode<Status extends ContentfulStatusCode = ContentfulStatusCode> {
  /** Stable, because programs compare it. */
  readonly name: `E_${string}`
  /** The one HTTP status with which it leaves the server. */
  readonly status: Status
  /** What happened, in one sentence. */
  readonly meaning: string
  /** The step that brings it in, 1 to 4. */
  readonly step: number
}

type Entries = Readonly<
  Record<`E_${string}`, readonly [status: ContentfulStatusCode, meaning: string]>
>
type ErrorCodes<List extends Entries> = {
  readonly [Name in keyof List & `E_${string}`]: ErrorCode<List[Name][0]>
}

/**
 * Makes the list of a step from a status and a meaning for each name. The next step adds its own:
 * `{ ...errorCodes, ...listErrorCodes(2, { E_NO_FILE: [404, 'The file is not there.'] }) }`.
 */
export function listErrorCodes<const List extends Entries>(
  step: number,
  list: List,
): ErrorCodes<List> {
  const codes = Object.entries(list).map(([name, [status, meaning]]) => [
    name,
    { name, status, meaning, step },
  ])
  return Object.fromEntries(codes) as ErrorCodes<List> // Object.entries forgets the names.
}

/** Every error code of step 1. An `AppError` takes nothing else, and its status from here. */
export const errorCodes = listErrorCodes(1, {
  E_BAD_CONFIG: [
    500,
    'The environment, an option or the configuration file has a value that cannot be used.',
  ],
  E_BAD_JSON: [400, 'The body is not JSON.'],
  E_BODY_TOO_LARGE: [413, 'The body is larger than the route accepts.'],
  E_BUSY: [503, 'The server works on as many such requests as it takes at once.'],
  E_CLOSING: [503, 'The server ends, and gave up what the request asked for.'],
  E_FOREIGN_HOST: [403, 'The request addresses a host that is not this server.'],
  E_FOREIGN_ORIGIN: [403, 'The request comes from a page of another site.'],
  E_CLOSE_FAILED: [500, 'Something could not be closed at the end of the program.'],
  E_FOLDER_IN_USE: [503, 'Another server works on the same data folder.'],
  E_INTERNAL: [500, 'A fault of the program; the log holds it with its stack.'],
  E_INVALID_INPUT: [400, 'A value of the request is missing, of another type or out of range.'],
  E_METHOD_NOT_ALLOWED: [405, 'The path exists, but not for this method.'],
  E_MODEL_DAMAGED: [409, 'The saved model cannot be read, so it is not used.'],
  E_NO_LISTEN: [503, 'The server cannot listen on the host and port.'],
  E_NO_MODEL: [409, 'No model is trained yet.'],
  E_NO_TOKEN: [401, 'The server asks for a token, and the request has none.'],
  E_NOT_FINITE: [422, 'A number to learn from or to score is not finite.'],
  E_NOT_FOUND: [404, 'No route has this path.'],
  E_NOT_JSON: [415, 'The body does not say that it is JSON.'],
  E_NOT_READY: [503, 'Something that should run does not.'],
  E_NOT_SAVED: [507, 'A file could not be written; what it held before is unchanged.'],
  E_OPEN_CONTROL: [500, 'Without a token the server may not listen beyond this machine.'],
  E_OTHER_FEATURES: [422, 'A row has other features than the model was trained on.'],
  E_PORT_IN_USE: [503, 'Another program listens on the port.'],
  E_REFUSED: [400, 'The request was refused before it reached a route.'],
  E_TOO_FEW_ITEMS: [422, 'There is too little to learn from.'],
  E_TOO_MANY_TOKENS: [429, 'Too many wrong tokens came from this address.'],
  E_WEAK_TOKEN: [500, 'The token that the server should ask for is too short.'],
  E_WRONG_TOKEN: [401, 'The token is wrong.'],
  E_YOUR_CODE: [500, 'A file that a learner wrote threw an error; the message names its line.'],
  E_YOUR_TURN: [501, 'An exercise of the course that is not written yet.'],
})
