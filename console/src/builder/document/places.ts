import { produce } from 'immer'
import { isFlowData, type Document, type Field, type Fields, type FlowData, type Method } from '../../flows/cards/document'
import { CATCH } from './special'

/** Which flow of a document: empty for the flow itself, else `CARD:FIELD` of each container down to a nested one, joined by `/`. */
export type FlowAt = string

/** A card. Its id is unique in its flow only. */
export interface CardAt {
  flow: FlowAt
  card: string
}

export interface FieldAt extends CardAt {
  side: 'input' | 'output'
  field: string
}

/** Where a card goes: behind this one. For the beginning of a way of an If/Else its head, for behind the If/Else its join. */
export interface Place {
  flow: FlowAt
  after: string
}

/** Where new ids come from. */
export interface Ids {
  next(): string
}

/** Why an edit cannot be made, for people. */
export class EditRefused extends Error {}

/** The documents of edits share all that was not touched with the one that was edited. */
export function edit(document: Document, recipe: (draft: Document) => void): Document {
  return produce(document, recipe)
}

export function nestedAt(flow: FlowAt, card: string, field: string): FlowAt {
  const step = `${encodeURIComponent(card)}:${encodeURIComponent(field)}`
  return flow ? `${flow}/${step}` : step
}

/** The card that holds a nested flow, and the field that it lies in. */
export function holderOf(flow: FlowAt): { at: CardAt; field: string } | undefined {
  if (!flow) return undefined
  const cut = flow.lastIndexOf('/')
  const [card, field] = flow.slice(cut + 1).split(':')
  return { at: { flow: cut < 0 ? '' : flow.slice(0, cut), card: decodeURIComponent(card!) }, field: decodeURIComponent(field!) }
}

/** The card of `outer` that `inner` lies in, at whatever depth; nothing when it does not. */
export function holderWithin(outer: FlowAt, inner: FlowAt): CardAt | undefined {
  for (let holder = holderOf(inner); holder; holder = holderOf(holder.at.flow)) if (holder.at.flow === outer) return holder.at
  return undefined
}

/** A flow and those around it, outermost first. */
export function around(flow: FlowAt): FlowAt[] {
  const holder = holderOf(flow)
  return holder ? [...around(holder.at.flow), flow] : [flow]
}

export function flowIn(document: Document, flow: FlowAt): FlowData {
  const holder = holderOf(flow)
  if (!holder) return document.data
  const found = nestedFlow(methodIn(document, holder.at), holder.field)
  if (!found) throw new EditRefused(`There is no nested flow at ${flow}. Somebody may have removed it.`)
  return found
}

export function nestedFlow(method: Method, field: string): FlowData | undefined {
  const found = field === CATCH ? method.node.model.policy?.error?.flo : method.node.model.inputs?.data?.[field]?.value?.data
  return isFlowData(found) ? found : undefined
}

/** The nested flows of a card by their fields, in the order in which they are tried. */
export function nestedFlows(method: Method): { field: string; group: string; flow: FlowData }[] {
  const found = Object.values(method.node.model.inputs?.data ?? {})
    .filter((field) => field.value?.type === 'flo' && isFlowData(field.value.data))
    .sort((a, b) => (a.metadata?.index ?? 0) - (b.metadata?.index ?? 0))
    .map((field) => ({ field: field.id, group: field.group ?? '', flow: field.value!.data as FlowData }))
  const handler = method.node.model.policy?.error
  if (handler?.type === 'handler' && isFlowData(handler.flo)) found.push({ field: CATCH, group: '', flow: handler.flo })
  return found
}

export function methodIn(document: Document, at: CardAt): Method {
  return cardIn(flowIn(document, at.flow), at.card)
}

export function cardIn(flow: FlowData, card: string): Method {
  const found = flow.methods.find((method) => method.uuid === card)
  if (!found) throw new EditRefused(`There is no card ${card} in this flow. Somebody may have removed it.`)
  return found
}

export function fieldsIn(method: Method, side: 'input' | 'output'): Record<string, Field> {
  const { model } = method.node
  const fields: Fields = side === 'input' ? (model.inputs ??= {}) : (model.outputs ??= {})
  return (fields.data ??= {})
}

export function fieldIn(document: Document, at: FieldAt): Field {
  const method = methodIn(document, at)
  const { model } = method.node
  const found = (at.side === 'input' ? model.inputs : model.outputs)?.data?.[at.field]
  if (!found) throw new EditRefused(`The card has no ${at.side} ${at.field}. Somebody may have removed it.`)
  return found
}

/** The last place at which a card of a flow is shown, behind which a new field goes. */
export function nextIndex(fields: Record<string, Field>): number {
  return Object.values(fields).reduce((last, field) => Math.max(last, (field.metadata?.index ?? -1) + 1), 0)
}

export function sameCard(a: CardAt, b: CardAt): boolean {
  return a.flow === b.flow && a.card === b.card
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const randomIds: Ids = {
  next: () => Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => LETTERS[byte % LETTERS.length]).join(''),
}

/** The same ids again for the same seed. */
export function seededIds(seed: number): Ids {
  const random = seededRandom(seed)
  return { next: () => Array.from({ length: 11 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('') }
}

/** Numbers from 0 to below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** An id for a flow, which must be unique among all flows, unlike those of cards and fields. */
export function flowId(ids: Ids): string {
  const digits = `${ids.next()}${ids.next()}${ids.next()}`.padEnd(32, '0').slice(0, 32)
  const hex = Array.from(digits, (letter, place) => (place === 12 ? '4' : place === 16 ? '89ab'[letter.charCodeAt(0) & 3]! : (letter.charCodeAt(0) & 15).toString(16))).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
