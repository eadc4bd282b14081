import type { Schemas } from '../api/client'

export type Change = Schemas['FlowChanges']['changes'][number]

/** All changes of one card, or of the flow's settings. */
export interface CardChanges {
  card?: string
  title: string
  /** Whether the card came, went, or stayed and changed. */
  kind: 'added' | 'removed' | 'changed'
  fields: { field: string; before?: string; after?: string }[]
}

/** Differences card by card, in the order in which they were found; the flow's own settings first. */
export function byCard(changes: Change[]): CardChanges[] {
  const cards = new Map<string, CardChanges>()
  for (const change of changes) {
    const key = change.card ?? ''
    const one = cards.get(key) ?? { card: change.card ?? undefined, title: change.card === null ? 'The flow itself' : (change.title ?? change.card), kind: 'changed', fields: [] }
    if (change.field === null && change.card !== null) one.kind = change.before === null ? 'added' : change.after === null ? 'removed' : 'changed'
    else one.fields.push({ field: change.field ?? '', before: change.before ?? undefined, after: change.after ?? undefined })
    cards.set(key, one)
  }
  return [...cards.values()].sort((a, b) => Number(Boolean(a.card)) - Number(Boolean(b.card)))
}
