import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, ask, askPart, type Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'
import type { Document } from './cards/document'

export type Flow = Schemas['Flow']
export type Folder = Schemas['Folder']
export type Mode = Schemas['FlowMode']
export type Finding = Schemas['Finding']
export type Effect = Schemas['Effect']

/** What starts a flow, in the words of the original's users. */
export const STARTS: Record<Flow['type'], string> = {
  endpoint: 'API Endpoint',
  helper: 'Helper Flow',
  scheduled: 'Scheduled Flow',
  delegated: 'Delegated Flow',
  event: 'Event of the log',
  manual: 'By hand',
}

export const EFFECTS: Record<Effect, { label: string; tone: Tone; about: string }> = {
  NONE: { label: 'No effect', tone: 'still', about: 'It only computes.' },
  READ: { label: 'Reads', tone: 'still', about: 'It asks other systems and changes nothing there.' },
  NOTIFY: { label: 'Notifies', tone: 'good', about: 'It sends messages to people.' },
  CHANGE: { label: 'Changes', tone: 'attention', about: 'It changes something in another system.' },
  DESTRUCTIVE: { label: 'Destroys', tone: 'bad', about: 'It suspends, deletes, resets, or ends sessions.' },
  UNKNOWN: { label: 'Unknown', tone: 'attention', about: 'One of its cards is not installed here, so nobody knows.' },
}

export const foldersQuery = queryOptions({
  queryKey: ['folders'],
  queryFn: async () => {
    const all: Folder[] = []
    let after: string | undefined
    do {
      const part = await askPart(api.GET('/api/hookline/v1/folders', { params: { query: { limit: 1000, after } } }))
      all.push(...part.items)
      after = part.next
    } while (after)
    return all
  },
})

export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}', { params: { path: { id } } })),
    staleTime: 30_000,
    // Whoever may edit it reads its client token with it, which is logged.
    refetchOnWindowFocus: false,
  })

/** The current cards, or those of a version. */
export const documentQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['flows', 'document', id, version],
    queryFn: async () => (await ask(api.GET('/api/hookline/v1/flows/{id}/versions/{version}', { params: { path: { id, version } } }))) as unknown as Document,
    staleTime: Infinity,
  })

export const callsQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'calls', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/calls', { params: { path: { id } } })),
  })

export const effectsQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'effects', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/effects', { params: { path: { id } } })),
  })

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: () => ask(api.GET('/api/hookline/v1/connections', { params: { query: { limit: 1000 } } })),
})

/** After something about flows was changed. */
export function refreshFlows(queries: QueryClient) {
  void queries.invalidateQueries({ queryKey: ['flows'] })
  void queries.invalidateQueries({ queryKey: ['folders'] })
}

export function turnFlow(id: string, mode: Mode, helpers?: boolean, saveData?: boolean) {
  const params = { params: { path: { id }, query: { helpers } }, body: saveData === undefined ? undefined : { saveData } }
  if (mode === 'on') return ask(api.POST('/api/hookline/v1/flows/{id}/on', params))
  if (mode === 'observe') return ask(api.POST('/api/hookline/v1/flows/{id}/observe', params))
  return ask(api.POST('/api/hookline/v1/flows/{id}/off', { params: { path: { id } }, body: params.body }))
}

/** Gives a file to the person. */
export function download(name: string, content: unknown) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, '_').slice(0, 100)}.flopack`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** What flows and connections are called, by their ids. */
export function namesOf(calls: Schemas['FlowCalls'] | undefined, connections: Schemas['Connection'][] | undefined): Record<string, string> {
  return Object.fromEntries([
    ...(calls?.calls ?? []).flatMap((one) => (one.name ? [[one.id, one.name] as const] : [])),
    ...(connections ?? []).map((one) => [one.id, one.linkedTo?.name ?? one.name] as const),
  ])
}
