import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'

export type User = Schemas['User']
export type Role = Schemas['Role']

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => ask(api.GET('/api/hookline/v1/roles', { params: { query: { limit: 1000 } } })),
})

export function userQuery(id: string) {
  return queryOptions({ queryKey: ['users', 'one', id], queryFn: () => ask(api.GET('/api/hookline/v1/users/{id}', { params: { path: { id } } })) })
}

/** One state for each account. */
export function stateOf(user: Pick<User, 'disabled' | 'signIn' | 'passwordExpires'>, now: number): { tone: Tone; word: string } {
  if (user.disabled) return { tone: 'still', word: 'Disabled' }
  if (user.signIn !== 'one_time_password') return { tone: 'good', word: 'Active' }
  const expired = user.passwordExpires !== null && Date.parse(user.passwordExpires) <= now
  return expired ? { tone: 'bad', word: 'One-time password expired' } : { tone: 'attention', word: 'One-time password' }
}

export const SIGN_IN: Record<User['signIn'], string> = {
  password: 'Password',
  one_time_password: 'One-time password',
  identity_provider: 'Single sign-on',
}

/** Names of roles; one that is gone keeps its id. */
export function roleNames(ids: string[], roles: Role[] | undefined): string {
  if (ids.length === 0) return 'No role'
  return ids.map((id) => roles?.find((role) => role.id === id)?.name ?? id).join(', ')
}
