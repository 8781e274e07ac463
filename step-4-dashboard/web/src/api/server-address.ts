import { readServerAddress } from './read-server-address.ts'

function fromStorage(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export const { apiBase, socketUrl, refused } = await readServerAddress({
  origin: location.origin,
  search: location.search,
  stored: fromStorage,
  readList: async () => (await fetch('/servers.json')).json(),
})

/** Whether these pages were served by another server than the one that they ask. */
export const isElsewhere = apiBase !== '' && apiBase !== location.origin
