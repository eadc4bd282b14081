import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'

export type Connection = Schemas['Connection']
export type NewConnection = Schemas['NewConnection']

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/connections/{id}', { params: { path: { id } } })),
  })

export const usersQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id, 'usedBy'],
    queryFn: () => ask(api.GET('/api/hookline/v1/connections/{id}/usedBy', { params: { path: { id } } })),
    staleTime: 30_000,
  })

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: () => ask(api.GET('/api/hookline/v1/connectors')),
  staleTime: 60_000,
})

/** A connector and what its connections are made with. */
export interface Connector {
  id: string
  name: string
  kinds: Kind[]
  help?: string
  baseUrl?: string
  origins: string[]
  protects: boolean
}

/** How a connection proves itself, as people choose it. */
export type Kind = 'none' | 'token' | 'basic' | 'header' | 'address' | 'client' | 'signed' | 'code'

export const KINDS: Record<Kind, string> = {
  none: 'None',
  token: 'Token',
  basic: 'Basic: user name and password',
  header: 'Custom header',
  address: 'Secret address of a webhook',
  client: 'OAuth 2.0: client credentials',
  signed: 'OAuth 2.0: private key (JWT)',
  code: 'OAuth 2.0: a person authorises it',
}

const EVERY: Kind[] = ['none', 'token', 'basic', 'header', 'client', 'signed', 'code']

/** The kinds of a word of the API. */
function kinds(word: string): Kind[] {
  if (word === 'oauth2') return ['client', 'signed', 'code']
  return word in KINDS ? [word as Kind] : []
}

type Listed = Awaited<ReturnType<NonNullable<(typeof connectorsQuery)['queryFn']>>>

/** Connectors that serve, in the order of their names. */
export function connectorsOf(listed: Listed): Connector[] {
  return listed
    .filter((one) => one.state !== 'refused' && one.id)
    .map((one) => ({
      id: one.id!,
      name: one.name ?? one.id!,
      kinds: [...new Set((one.auth ?? []).flatMap(kinds))],
      help: one.authHelp,
      baseUrl: one.baseUrl,
      origins: one.origins ?? [],
      protects: (one.protects ?? []).length > 0,
    }))
    .sort((one, other) => one.name.localeCompare(other.name))
}

/** One that is not installed takes any kind: its real system is not known here. */
export function connectorOf(all: Connector[], id: string): Connector {
  const known = all.find((one) => one.id === id)
  if (known) return known.kinds.length > 0 ? known : { ...known, kinds: EVERY }
  return { id, name: id, kinds: EVERY, origins: [], protects: false }
}

/** The state of a connection in a word. */
export function stateOf(connection: Connection): { word: string; tone: Tone } {
  if (connection.linkedTo) return { word: 'Stands for another', tone: 'still' }
  if (!connection.filled) return { word: 'Not set up', tone: 'attention' }
  if (connection.authorization?.status === 'needed') return { word: 'Needs authorisation', tone: 'bad' }
  if (connection.health.status === 'failing') return { word: 'Fails', tone: 'bad' }
  if (connection.health.status === 'working') return { word: 'Works', tone: 'good' }
  return { word: 'Never used', tone: 'still' }
}

/** How the connection proves itself. */
export function kindOf(auth: Connection['auth']): Kind {
  if (auth.type !== 'oauth2') return auth.type
  if (auth.grant === 'authorization_code') return 'code'
  return auth.clientAuthentication === 'private_key_jwt' ? 'signed' : 'client'
}
