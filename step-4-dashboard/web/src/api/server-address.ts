import { readServerAddress } from './read-server-address.ts'

function fromStorage(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export const { apiBase, socketUrl, refused } = readServerAddress({
  origin: location.origin,
  search: location.search,
  stored: fromStorage,
})
