import type { Schemas } from '../api/client'

type EventType = Pick<Schemas['EventType'], 'id' | 'title' | 'description' | 'eligible' | 'registered'>

/** An event type and how often it came lately. */
export interface Counted extends EventType {
  count: number
}

/** The first word of a type, under which it is listed: `user`, `policy`. */
export const groupOf = (id: string): string => id.split('.')[0] ?? id

/** All groups, by the alphabet. */
export const groupsOf = (types: Pick<EventType, 'id'>[]): string[] => [...new Set(types.map(({ id }) => groupOf(id)))].sort()

export const inGroup = (type: Pick<EventType, 'id'>, group: string | undefined): boolean => !group || groupOf(type.id) === group

/** With their counts: in the order of the search, or else those that come first, the most frequent ones. */
export function ordered(types: EventType[], counts: { eventType: string; count: number }[], searched: boolean): Counted[] {
  const often = new Map(counts.map(({ eventType, count }) => [eventType, count]))
  const counted = types.map((type) => ({ ...type, count: often.get(type.id) ?? 0 }))
  return searched ? counted : counted.sort((one, other) => other.count - one.count || one.id.localeCompare(other.id))
}
