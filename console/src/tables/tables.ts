import { queryOptions } from '@tanstack/react-query'
import { api, ask, askPart, type Schemas } from '../api/client'

export type Table = Schemas['Table']
export type Column = Schemas['Column']
export type ColumnType = NonNullable<Column['type']>
export type Row = Schemas['TableRow']

/** So many rows are a part of the grid. */
export const PART = 100

/** Which rows of a table, in which order. */
export interface Choice {
  sort?: string
  descending?: boolean
  /** The filter as the API takes it: JSON. */
  where?: string
}

export const tableQuery = (id: string) =>
  queryOptions({
    queryKey: ['tables', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/tables/{id}', { params: { path: { id } } })),
  })

export const tableUsersQuery = (id: string) =>
  queryOptions({
    queryKey: ['tables', id, 'usedBy'],
    queryFn: () => ask(api.GET('/api/hookline/v1/tables/{id}/usedBy', { params: { path: { id } } })),
  })

export const rowsQuery = (id: string, choice: Choice, after: string | undefined) =>
  queryOptions({
    queryKey: ['tables', id, 'rows', choice.sort ?? '', Boolean(choice.descending), choice.where ?? '', after ?? ''],
    queryFn: () =>
      askPart(
        api.GET('/api/hookline/v1/tables/{id}/rows', {
          params: {
            path: { id },
            query: { limit: PART, after, sort: choice.sort, descending: choice.sort ? choice.descending : undefined, where: choice.where },
          },
        }),
      ),
  })

export const foldersQuery = queryOptions({
  queryKey: ['folders', 'all'],
  queryFn: () => ask(api.GET('/api/hookline/v1/folders', { params: { query: { limit: 1000 } } })),
})
