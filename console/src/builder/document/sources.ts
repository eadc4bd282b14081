import { cardId, fieldsOf, labelOf, titleOf, type Document, type Field, type FlowData, type Method } from '../../flows/cards/document'
import { canCapture } from './links'
import { around, cardIn, fieldIn, flowIn, holderOf, holderWithin, methodIn, nestedFlow, type CardAt, type FieldAt } from './places'
import { captureOf, isCapture, pinsTo, type Pin } from './plumbing'
import { EXPAND, JOIN } from './special'
import { eachItem, Positions, treeOf, type Item } from './tree'
import { fieldType, membersOf, type Type } from './types'

/** What an input takes its value from, with the generated cards between them left out. */
export interface Source {
  /** The card that the author placed, to jump to. */
  card: CardAt
  title: string
  output: string
  /** Names inside of the output's object. */
  path: string[]
  /** The group, when it has one, the label of the output, and the names inside of it. */
  names: string[]
  type: Type
  /** What the links do to the value, in order. */
  converts: string[]
  converted: boolean
}

/** One source; of a Join one for each way that has one. */
export function sourceOf(document: Document, at: FieldAt): Source[] {
  return pinsTo(flowIn(document, at.flow), at.card, at.field).flatMap((pin) => tracePin(document, at.flow, pin))
}

/** What one link brings. */
export function tracePin(document: Document, flow: string, pin: Pin): Source[] {
  return trace(document, flow, pin, [], [])
}

function trace(document: Document, flow: string, pin: Pin, inside: string[], converted: string[]): Source[] {
  const data = flowIn(document, flow)
  const method = cardIn(data, pin.source)
  const output = method.node.model.outputs?.data?.[pin.output]
  const converts = [...conversionsOf(pin), ...converted]
  if (cardId(method) === EXPAND) {
    const object = Object.values(method.node.model.inputs?.data ?? {}).find((input) => input.key === 'object')
    const before = object ? pinsTo(data, method.uuid, object.id) : []
    const path = [...(output?.metadata?.path ?? []), ...inside]
    if (before.length > 0) return before.flatMap((one) => trace(document, flow, one, path, converts)).map((source) => ({ ...source, type: inside.length === 0 && output ? fieldType(output) : source.type }))
  }
  const capture = output && captureOf(document, { flow, card: pin.source }, output)
  if (capture) {
    const before = pinsTo(flowIn(document, capture.at.flow), capture.at.card, capture.input.id)
    if (before.length > 0) return before.flatMap((one) => trace(document, capture.at.flow, one, inside, converts))
  }
  return [
    {
      card: { flow, card: pin.source },
      title: titleOf(method),
      output: pin.output,
      path: inside,
      names: output ? [...(output.group && !capture ? [output.group] : []), labelOf(output), ...inside] : [pin.output, ...inside],
      type: output ? fieldType(output) : { type: 'object', collection: false },
      converts,
      converted: converts.length > 0,
    },
  ]
}

function conversionsOf(pin: Pin): string[] {
  if (!pin.transform || typeof pin.transform !== 'object') return []
  return Object.values(pin.transform as Record<string, { convert?: string; forceWrapArray?: boolean }>).flatMap((one) => [...(one.convert ? [one.convert] : []), ...(one.forceWrapArray ? ['wrapArray'] : [])])
}

/** The item of a loop that an input is: the whole one when the path is empty. */
export function itemOf(input: Field): { path: string } | undefined {
  const proxy = input.value?.proxy as { dynamic?: boolean; path?: string | null } | false | undefined
  return proxy && proxy.dynamic ? { path: proxy.path ?? '' } : undefined
}

/** What a card may take values from: the outputs of one card. */
export interface Offer {
  card: CardAt
  title: string
  method: Method
  outputs: OfferedOutput[]
}

export interface OfferedOutput {
  output: string
  group: string
  key: string
  label: string
  type: Type
  /** Members that the type of the output declares. */
  parts: OfferedPart[]
}

export interface OfferedPart {
  name: string
  path: string[]
  type: Type
  parts: OfferedPart[]
}

/** Everything that an input of a card can be linked to, the nearest card last. */
export function sourcesFor(document: Document, at: CardAt): Offer[] {
  const offers: Offer[] = []
  const flows = around(at.flow)
  // From the innermost flow whose container hands in nothing, nothing outside can be taken.
  const first = flows.findLastIndex((flow) => {
    const holder = holderOf(flow)
    return holder !== undefined && !canCapture(methodIn(document, holder.at))
  })
  for (const flow of flows.slice(Math.max(first, 0))) {
    const data = flowIn(document, flow)
    const inside = flow === at.flow ? at : holderWithin(flow, at.flow)!
    const tree = treeOf(data)
    const positions = new Positions(tree)
    const offer = (card: string) => {
      if (!positions.reaches(card, inside.card)) return
      const method = cardIn(data, card)
      if (cardId(method) === EXPAND) return
      const outputs = offered(method)
      if (outputs.length > 0) offers.push({ card: { flow, card }, title: cardId(method) === JOIN ? joinTitle(data, tree, card) : titleOf(method), method, outputs })
    }
    eachInOrder(tree, offer)
  }
  return offers
}

function eachInOrder(items: Item[], visit: (card: string) => void) {
  for (const item of items) {
    visit(item.card)
    item.ways.forEach((way) => eachInOrder(way.items, visit))
    if (item.join) visit(item.join)
  }
}

/** The outputs of an If/Else are those of its join. */
function joinTitle(flow: FlowData, tree: Item[], join: string): string {
  let title = ''
  eachItem(tree, (item) => {
    if (item.join === join) title = titleOf(cardIn(flow, item.card))
  })
  return title
}

export function offered(method: Method): OfferedOutput[] {
  return fieldsOf(method.node.model.outputs)
    .filter((output) => !output.metadata?.forceHide && !isCapture(output))
    .map((output) => ({ output: output.id, group: output.group ?? '', key: output.key, label: labelOf(output), type: fieldType(output), parts: partsOf(fieldType(output), []) }))
}

export function partsOf(type: Type, path: string[]): OfferedPart[] {
  if (type.collection) return []
  return Object.entries(membersOf(type) ?? {}).map(([name, member]) => {
    const inner = [...path, name]
    const one = { type: member.type, collection: member.collection ?? false }
    return { name, path: inner, type: one, parts: partsOf(one, inner) }
  })
}

/** Whether a card runs another flow for each item of a list. */
export function isLoop(method: Method): boolean {
  const inputs = Object.values(method.node.model.inputs?.data ?? {})
  if (!inputs.some((input) => input.value?.type === 'flo' && !nestedFlow(method, input.id))) return false
  return inputs.some((input) => (input.value?.collection && input.required && !input.metadata?.custom) || (typeof input.value?.proxy === 'object' && input.value.proxy !== null))
}

/** The members of the items of a loop, as the source of its list declares them. */
export function itemsFor(document: Document, at: CardAt): OfferedPart[] {
  const method = methodIn(document, at)
  if (!isLoop(method)) return []
  const list = fieldsOf(method.node.model.inputs).find((input) => input.value?.collection && input.required)
  if (!list) return []
  const source = sourceOf(document, { ...at, side: 'input', field: list.id })[0]
  const type = source?.type ?? fieldType(fieldIn(document, { ...at, side: 'input', field: list.id }))
  return partsOf({ type: membersOf(type) ? type.type : fieldType(list).type, collection: false }, []).map((part) => ({ ...part, parts: [] }))
}
