import { createContext, useContext } from 'react'
import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Session = Schemas['Session']
export type Permission = Schemas['Permission']

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => ask(api.GET('/api/hookline/v1/session')),
  staleTime: 60_000,
})

/** Which ways in there are, for somebody who is outside. */
export const signInQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: () => ask(api.GET('/api/hookline/v1/sign-in')),
})

export const SessionContext = createContext<Session>({ signedIn: false })

/** Whether the person may do that; what they may not is not offered. */
export function useMay(permission: Permission): boolean {
  return useContext(SessionContext).permissions?.includes(permission) ?? false
}

/** Somebody else is signed in now, or nobody: what was fetched for the one before is forgotten. */
export function changeSession(queries: QueryClient, session: Session) {
  queries.setQueryData(sessionQuery.queryKey, session)
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
}

/** Ends this session, or all of the account; then that of the identity provider, if it began there. */
export async function signOut(queries: QueryClient, everywhere: boolean) {
  const left = await ask(api.DELETE('/api/hookline/v1/session', { params: { query: { everywhere } } })).catch(() => undefined)
  if (left && left.singleSignOut) {
    location.assign(left.singleSignOut)
    return
  }
  changeSession(queries, { signedIn: false })
  await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
}
