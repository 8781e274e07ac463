import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'

/** A change on the server; whatever came of it, what `queryKey` begins with is then asked for anew. */
export function useChange<Input, Answer>(
  queryKey: QueryKey,
  mutationFn: (input: Input) => Promise<Answer>,
) {
  const queries = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey }) })
}
