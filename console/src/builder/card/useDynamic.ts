import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import type { Document, Method } from '../document'
import { helperOf, tableOf, type Card, type Dynamic } from './form'
import { helperFields } from './helper'

export const tableQuery = (id: string) =>
  queryOptions({
    queryKey: ['tables', 'one', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/tables/{id}', { params: { path: { id } } })),
    staleTime: 30_000,
    retry: false,
  })

/** What a helper takes and returns; it is kept for a while, as every caller on the canvas asks. */
export const helperQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'helper', id],
    queryFn: async () => helperFields((await ask(api.GET('/api/hookline/v1/flows/{id}/document', { params: { path: { id } } }))) as unknown as Document),
    staleTime: 30_000,
    retry: false,
  })

/** What the chosen table or helper adds to the form of a card; nothing as long as it is not known. */
export function useDynamic(card: Card | undefined, method: Method): { dynamic: Dynamic; error?: Error } {
  const asks = (kind: string) => [...(card?.inputs ?? []), ...(card?.outputs ?? [])].some((field) => field.dynamic === kind)
  const table = asks('table-columns') ? tableOf(card, method) : undefined
  const helper = asks('helper-inputs') || asks('helper-outputs') ? helperOf(method) : undefined
  const columns = useQuery({ ...tableQuery(table ?? ''), enabled: table !== undefined })
  const fields = useQuery({ ...helperQuery(helper ?? ''), enabled: helper !== undefined })
  const dynamic = useMemo(
    () => ({ columns: table === undefined ? undefined : columns.data?.columns, helper: helper === undefined ? undefined : fields.data }),
    [table, helper, columns.data, fields.data],
  )
  return { dynamic, error: columns.error ?? fields.error ?? undefined }
}
