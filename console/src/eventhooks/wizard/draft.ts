import type { Schemas } from '../../api/client'
import type { EventHook } from '../hooks'

type NewHook = Schemas['NewEventHook']

/** The header in which our own endpoints, and the original's, take a client token. */
export const TOKEN_HEADER = 'x-api-client-token'

/** What the first step asks for, as it is typed. */
export interface Draft {
  uri: string
  name: string
  description: string
  authField: string
  /** Empty for none, or, when the hook has one, for the one that it has. */
  authSecret: string
  headers: { key: string; value: string }[]
  types: string[]
}

export const EMPTY: Draft = { uri: '', name: '', description: '', authField: '', authSecret: '', headers: [], types: [] }

export function draftOf(hook: EventHook): Draft {
  const { config } = hook.channel
  return {
    uri: config.uri,
    name: hook.name,
    description: hook.description ?? '',
    authField: config.authScheme?.key ?? '',
    authSecret: '',
    headers: (config.headers ?? []).map(({ key, value }) => ({ key, value })),
    types: hook.events.items,
  }
}

/** The hook that is sent. Conditions of types that are no longer asked for go with them. */
export function hookOf(draft: Draft, before?: EventHook): NewHook {
  const conditions = (before?.events.filter?.eventFilterMap ?? []).filter(({ event }) => draft.types.includes(event))
  const auth = draft.authField.trim()
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    ...(before ? { status: before.status, delivery: before.delivery } : {}),
    events: {
      type: 'EVENT_TYPE',
      items: draft.types,
      filter: conditions.length > 0 ? { type: 'EXPRESSION_LANGUAGE', eventFilterMap: conditions } : null,
    },
    channel: {
      type: 'HTTP',
      version: '1.0.0',
      config: {
        uri: draft.uri.trim(),
        headers: draft.headers.filter(({ key }) => key.trim() !== '').map(({ key, value }) => ({ key: key.trim(), value })),
        authScheme: auth ? { type: 'HEADER', key: auth, ...(draft.authSecret ? { value: draft.authSecret } : {}) } : null,
      },
    },
  }
}

/** What must be mended before it is sent, by field. */
export function mistakes(draft: Draft, hasSecret: boolean): Partial<Record<keyof Draft, string>> {
  const found: Partial<Record<keyof Draft, string>> = {}
  if (!draft.uri.trim()) found.uri = 'Enter the address to which events are delivered.'
  else if (!/^https?:\/\/[^\s/]/.test(draft.uri.trim())) found.uri = 'An address begins with https://'
  if (!draft.name.trim()) found.name = 'Enter a name.'
  if (draft.types.length === 0) found.types = 'Select at least one event.'
  if (draft.authField.trim() && !draft.authSecret && !hasSecret) found.authSecret = 'Enter the secret that the receiver expects in this field.'
  if (draft.authSecret && !draft.authField.trim()) found.authField = 'Enter the name of the header that bears the secret.'
  return found
}

/** The client token in an address, if it bears one that is known. */
export function tokenIn(uri: string): string | undefined {
  const token = /[?&]clientToken=([^&#]+)/.exec(uri)?.[1]
  return token && token !== '***' ? decodeURIComponent(token) : undefined
}

/** The same hook with the token in a header, where no log of addresses has it. */
export function tokenMoved(draft: Draft): Draft {
  const token = tokenIn(draft.uri)
  if (!token) return draft
  const uri = draft.uri.replace(/([?&])clientToken=[^&#]+&?/, '$1').replace(/[?&](?=#|$)/, '')
  return { ...draft, uri, authField: TOKEN_HEADER, authSecret: token }
}
