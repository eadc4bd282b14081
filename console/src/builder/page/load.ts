import { queryOptions } from '@tanstack/react-query'
import { api, ask, askPart, type Schemas } from '../../api/client'
import type { Document } from '../../flows/cards/document'
import { readDocument, writeDocument } from '../document'
import type { Card } from './builder'

/** Every installed card by its id. A connector file that was dropped in a moment ago is in the next answer. */
export const catalogQuery = queryOptions({
  queryKey: ['builder', 'cards'],
  queryFn: async (): Promise<ReadonlyMap<string, Card>> => {
    const cards = await ask(api.GET('/api/hookline/v1/cards'))
    return new Map(cards.flatMap((card) => [card.id, ...card.formerly].map((id) => [id, card] as const)))
  },
  staleTime: 30_000,
})

/** The document that is edited, and what a save must name so that nothing of others is overwritten. */
export interface Saved {
  document: Document
  etag: string | undefined
}

export const savedQuery = (id: string) =>
  queryOptions({
    queryKey: ['builder', 'document', id],
    queryFn: async (): Promise<Saved> => {
      // As text: numbers and the order of members stay as they were written.
      const answer = await api.GET('/api/hookline/v1/flows/{id}/document', { params: { path: { id } }, parseAs: 'text' })
      return { document: readDocument((await ask(Promise.resolve(answer))) as unknown as string), etag: answer.response.headers.get('ETag') ?? undefined }
    },
    // What is edited is not taken away by a newer one: a save that meets it says so.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const flowNamesQuery = queryOptions({
  queryKey: ['builder', 'flows'],
  queryFn: async () => {
    const names = new Map<string, string>()
    let after: string | undefined
    do {
      const part = await askPart(api.GET('/api/hookline/v1/flows', { params: { query: { limit: 1000, after } } }))
      for (const flow of part.items) names.set(flow.id, flow.name)
      after = part.next
    } while (after)
    return names as ReadonlyMap<string, string>
  },
  staleTime: 30_000,
})

export const tableNamesQuery = queryOptions({
  queryKey: ['builder', 'tables'],
  queryFn: async () => {
    const names = new Map<string, string>()
    let after: string | undefined
    do {
      const part = await askPart(api.GET('/api/hookline/v1/tables', { params: { query: { limit: 1000, after } } }))
      for (const table of part.items) names.set(table.id, table.name)
      after = part.next
    } while (after)
    return names as ReadonlyMap<string, string>
  },
  staleTime: 30_000,
})

/** Saves the cards as a new version. Refused with 412 when somebody else saved one meanwhile. */
export async function saveDocument(id: string, document: Document, etag: string | undefined): Promise<{ flow: Schemas['Flow']; etag: string | undefined }> {
  const answer = await api.PUT('/api/hookline/v1/flows/{id}/document', {
    params: { path: { id }, header: { 'If-Match': etag } },
    body: own(document, id) as unknown as Schemas['FlowDocument'],
    bodySerializer: (body) => writeDocument(body),
  })
  return { flow: await ask(Promise.resolve(answer)), etag: answer.response.headers.get('ETag') ?? undefined }
}

/** Under the flow's own id: what was begun before the first save had another one. */
function own(document: Document, id: string): Document {
  return document.id === id && document.data.uuid === id ? document : { ...document, id, data: { ...document.data, uuid: id } }
}
