import type { Json, Step } from '../shown/json'

/** What people look for most, as filters of the log's API. */
export const QUICK = [
  { label: 'Failed or denied', filter: 'outcome.result eq "FAILURE" or outcome.result eq "DENY"' },
  { label: 'Warnings and errors', filter: 'severity eq "WARN" or severity eq "ERROR"' },
  { label: 'Sign-ins', filter: 'eventType sw "user.session"' },
  { label: 'Factors', filter: 'eventType sw "user.mfa" or eventType sw "user.authentication.auth_via_mfa"' },
  { label: 'Changes of policies', filter: 'eventType sw "policy."' },
  { label: 'Hookline itself', filter: 'eventType sw "hookline."' },
]

/** What finds events with the same value in the same place; nothing for what cannot be compared. */
export function filterOf(steps: Step[], value: Json): string | undefined {
  // Lists are searched as a whole: a place in one is not part of a filter.
  const names = steps.filter((step): step is string => typeof step === 'string')
  if (names.length === 0 || !names.every((name) => /^[A-Za-z_$][\w$-]*$/.test(name))) return undefined
  const path = names.join('.')
  if (value === null) return `not (${path} pr)`
  if (typeof value === 'string') return `${path} eq ${JSON.stringify(value)}`
  if (typeof value === 'number' || typeof value === 'boolean') return `${path} eq ${String(value)}`
  return undefined
}

/** Both conditions. */
export function narrowed(filter: string | undefined, more: string): string {
  if (!filter || filter === more) return more
  const grouped = (one: string) => (/ or /i.test(one) ? `(${one})` : one)
  return `${grouped(filter)} and ${grouped(more)}`
}

/** Where one event stands in the log: its own moment, so that no other time is looked through. */
export function placeOf(uuid: string, published?: string | null): { filter: string; since: string; until?: string; event: string } {
  const filter = `uuid eq ${JSON.stringify(uuid)}`
  return published ? { filter, since: published, until: published, event: uuid } : { filter, since: '30d', event: uuid }
}
