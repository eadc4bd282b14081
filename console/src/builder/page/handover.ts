import type { Document } from '../../flows/cards/document'
import type { History } from '../document'

let kept: { flow: string; history: History<Document> } | undefined

/** The first save leads to another address: what was done before it can still be undone there. */
export function handOver(flow: string, history: History<Document>) {
  kept = { flow, history }
}

/** The steps that belong to this flow, as long as nobody saved it again. */
export function takeOver(flow: string | undefined, version: number | undefined): History<Document> | undefined {
  const found = kept
  kept = undefined
  return found && found.flow === flow && version === 1 ? found.history : undefined
}
