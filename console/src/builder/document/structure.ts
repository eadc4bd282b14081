import { cardId, type Document, type FlowData, type Method } from '../../flows/cards/document'
import { ordered } from '../../flows/cards/order'
import { nestedAt, nestedFlows, type CardAt, type FlowAt } from './places'
import { BRANCH, CALLABLE, CATCH, EXPAND, RETURN, TRY } from './special'
import { treeOf, type Item } from './tree'

/** Cards that run one after another: those of a flow, or of a way of an If/Else. */
export interface Sequence {
  flow: FlowAt
  /** The trigger, or the head of the way: what stands behind it comes first. */
  start: string
  title: string
  /** Of a flow with its trigger; of a way without its head. */
  cards: CardNode[]
}

export interface CardNode {
  at: CardAt
  method: Method
  /** Which card it is: module.name. */
  id: string
  /** What the next card stands behind: the join of an If/Else, else the card itself. */
  end: string
  /** Where an execution's history says that it ran. */
  path: string
  /** Made by an editor, not placed by the author. */
  hidden: boolean
  /** Ways of an If/Else, or nested flows. */
  lanes: Sequence[]
  /** Where the ways of an If/Else meet; its fields are the If/Else's outputs. */
  join?: { at: CardAt; method: Method; path: string }
}

const known = new WeakMap<Document, Sequence>()

export function structureOf(document: Document): Sequence {
  let found = known.get(document)
  if (!found) known.set(document, (found = flowSequence(document.data, '', '', '')))
  return found
}

function flowSequence(flow: FlowData, at: FlowAt, title: string, prefix: string, holder?: string): Sequence {
  const items = treeOf(flow)
  const methods = new Map(flow.methods.map((method) => [method.uuid, method]))
  const numbers = new Map(ordered(flow).order.map((place, number) => [flow.methods[place]!.uuid, number]))
  const pathOf = (card: string) => `${prefix}${numbers.get(card) ?? ''}`
  const generated = holder === BRANCH || holder === TRY
  const node = (item: Item): CardNode => {
    const method = methods.get(item.card)!
    const id = cardId(method)
    const path = pathOf(item.card)
    const here = { flow: at, card: item.card }
    const isFrame = generated && (item === items[0] ? id === CALLABLE : item === items.at(-1) && id === RETURN)
    return {
      at: here,
      method,
      id,
      end: item.join ?? item.card,
      path,
      hidden: method.node.model.displayed === false || id === EXPAND || isFrame,
      lanes: [...item.ways.map((way) => ({ flow: at, start: way.head, title: way.when ? 'If true' : 'Else', cards: way.items.map(node) })), ...nested(method, here, id, path)],
      join: item.join === undefined ? undefined : { at: { flow: at, card: item.join }, method: methods.get(item.join)!, path: pathOf(item.join) },
    }
  }
  const cards = items.map(node)
  return { flow: at, start: items[0]?.card ?? '', title, cards }
}

function nested(method: Method, at: CardAt, id: string, path: string): Sequence[] {
  let alternative = 0
  return nestedFlows(method).map(({ field, group, flow }) => {
    const [title, step] =
      field === CATCH
        ? ['If an error occurs', 'catch']
        : id === BRANCH
          ? group === 'else'
            ? ['Else', 'else']
            : [alternative === 0 ? 'If' : 'Else if', `if[${alternative++}]`]
          : id === TRY
            ? ['Try', 'try']
            : ['For each', 'each']
    return flowSequence(flow, nestedAt(at.flow, at.card, field), title!, `${path}/${step!}/`, id)
  })
}

/** Every card of a sequence in order, those in its lanes behind the card that holds them. */
export function eachCard(sequence: Sequence, visit: (node: CardNode, sequence: Sequence) => void) {
  for (const node of sequence.cards) {
    visit(node, sequence)
    node.lanes.forEach((lane) => eachCard(lane, visit))
  }
}

export function nodeAt(document: Document, at: CardAt): CardNode | undefined {
  let found: CardNode | undefined
  eachCard(structureOf(document), (node) => {
    if (node.at.flow === at.flow && (node.at.card === at.card || node.join?.at.card === at.card)) found ??= node
  })
  return found
}
