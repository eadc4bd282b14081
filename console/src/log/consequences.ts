import type { Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'

type OfHook = NonNullable<Schemas['Consequences']['hooks']>[number]

/** What a card does to the world, in a word. */
export const EFFECTS: Partial<Record<Schemas['Effect'], { label: string; tone: Tone }>> = {
  NOTIFY: { label: 'Told somebody', tone: 'good' },
  CHANGE: { label: 'Changed something', tone: 'busy' },
  DESTRUCTIVE: { label: 'Took something away', tone: 'attention' },
}

/** What a hook made of an event. */
export function verdict(one: Pick<OfHook, 'matches' | 'error'> & { deliveries: unknown[] }): string {
  if (one.error) return `Its filter could not say: ${one.error}`
  if (one.deliveries.length > 0) return one.matches ? 'Got it.' : 'Got it; its filter as it is now would not pass it.'
  return one.matches ? 'Passes it now, and has no delivery of it: it was not active then, has not come to it, or the record is gone.' : 'Its filter does not pass it.'
}
