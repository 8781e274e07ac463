/** A list that the server gives page by page. */
interface PagedList {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

/** Asks for the next page, if there is one and it is not on its way. */
export function loadNextPage({ hasNextPage, isFetchingNextPage, fetchNextPage }: PagedList): void {
  if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
}
