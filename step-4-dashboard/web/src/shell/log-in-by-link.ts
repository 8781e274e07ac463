import { exchange } from '../api/session.ts'

const mark = '#log-in='

/**
 * Exchanges the code of the link that the terminal shows for a session, and takes it out of the
 * address and the history first. A code that is used up leads to the page that asks for the token.
 */
export async function logInByLink(): Promise<void> {
  const { hash, pathname, search } = location
  if (!hash.startsWith(mark)) return
  history.replaceState(null, '', pathname + search)
  await exchange(hash.slice(mark.length)).catch(() => {}) // The pages say themselves that the server does not answer.
}
