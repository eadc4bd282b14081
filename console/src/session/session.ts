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
