import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import type { Document, Method } from '../document'
import { helperOf, tableOf, valuesOf, type Card, type Dynamic } from './form'
import { OPTIONS } from '../document/special'
import { helperFields } from './helper'
import type { CardField } from './widget'

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
  const service = useService(card, method)
  const dynamic = useMemo(
    () => ({ columns: table === undefined ? undefined : columns.data?.columns, helper: helper === undefined ? undefined : fields.data, service: service.known }),
    [table, helper, columns.data, fields.data, service.known],
  )
  return { dynamic, error: columns.error ?? fields.error ?? service.error ?? undefined }
}

/** Fields that only the connected system knows, group by group; nothing without a connection. */
function useService(card: Card | undefined, method: Method): { known: Dynamic['service']; error?: Error } {
  const connection = method.node.model.config ?? undefined
  const groups = useMemo(
    () =>
      (['inputs', 'outputs'] as const).flatMap((side) => (card?.[side] ?? []).filter((field) => field.key === undefined && field.dynamic === 'service').map((field) => ({ side, group: field.group }))),
    [card],
  )
  // What is chosen before the inputs decides; what is typed into them does not.
  const chosen = valuesOf(method)[OPTIONS]
  return useQueries({
    queries: groups.map(({ side, group }) => ({
      queryKey: ['cards', 'fields', card?.id, connection, side, group, chosen],
      queryFn: () =>
        ask(
          api.POST('/api/hookline/v1/cards/{card}/fields', {
            params: { path: { card: card!.id } },
            body: { connection: { id: connection! }, side, group, inputs: chosen === undefined ? {} : { [OPTIONS]: chosen } },
          }),
        ),
      enabled: connection !== undefined,
      staleTime: 30_000,
      retry: false,
    })),
    combine: (answers) => {
      const known = { inputs: new Map<string, readonly CardField[]>(), outputs: new Map<string, readonly CardField[]>() }
      answers.forEach((answer, index) => {
        if (answer.data) known[groups[index]!.side].set(groups[index]!.group, answer.data.fields)
      })
      return { known: groups.length === 0 ? undefined : known, error: answers.find((answer) => answer.error)?.error ?? undefined }
    },
  })
}
