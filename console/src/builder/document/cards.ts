import { cardId, type Document, type Method } from '../../flows/cards/document'
import { cardOf, headOf, joinOf, type Card } from './make'
import { cardIn, edit, EditRefused, flowIn, type CardAt, type FlowAt, type Ids, type Place } from './places'
import { removeMethod } from './plumbing'
import { EXPAND, IF } from './special'
import { cardsOf, findItem, insertAfter, settle, treeOf, type Item } from './tree'

/** Puts a blank card behind another one. An If/Else comes with its ways and its join, a container with empty nested flows. */
export function addCard(document: Document, place: Place, card: Card, ids: Ids): { document: Document; at: CardAt } {
  let added = ''
  const changed = edit(document, (draft) => {
    const flow = flowIn(draft, place.flow)
    const made = cardOf(card, ids)
    added = made.uuid
    const methods: Method[] = [made]
    const item: Item = { card: made.uuid, ways: [], join: undefined }
    if (card.id === IF) {
      const [yes, no, join] = [headOf(ids), headOf(ids), joinOf(ids)]
      made.branches = { [yes.uuid]: true, [no.uuid]: false }
      item.ways = [
        { head: yes.uuid, when: true, items: [] },
        { head: no.uuid, when: false, items: [] },
      ]
      item.join = join.uuid
      methods.push(yes, no, join)
    }
    const tree = treeOf(flow)
    insertAfter(tree, behindGenerated(draft, place, tree), [item])
    flow.methods.push(...methods)
    settle(flow, tree, ids)
  })
  return { document: changed, at: { flow: place.flow, card: added } }
}

/** Generated cards belong to the card that they stand behind: a new one comes after them. */
export function behindGenerated(document: Document, place: Place, tree: Item[]): string {
  const found = findItem(tree, place.after)
  if (!found) return place.after
  const flow = flowIn(document, place.flow)
  let last = place.after
  for (const item of found.siblings.slice(found.index + 1)) {
    const method = cardIn(flow, item.card)
    if (cardId(method) !== EXPAND || Object.values(method.node.model.inputs?.data ?? {}).every((input) => input.metadata?.srcMethodId !== place.after)) break
    last = item.card
  }
  return last
}

/** Takes cards away with all that lies in them. What they fed is left without a value. */
export function removeCards(document: Document, ats: CardAt[], ids: Ids): Document {
  return edit(document, (draft) => {
    for (const [flow, cards] of byFlow(ats)) {
      const tree = treeOf(flowIn(draft, flow))
      for (const card of cards) {
        const found = findItem(tree, card)
        if (!found) continue
        if (found.siblings === tree && found.index === 0) throw new EditRefused('The first card starts the flow and cannot be deleted. Choose another event instead.')
        for (const one of cardsOf(found.item)) removeMethod(draft, { flow, card: one })
        found.siblings.splice(found.index, 1)
      }
      keepOrder(draft, flow, tree, ids)
    }
  })
}

/** Writes the order of a flow from which cards have gone, generated ones among them. */
export function keepOrder(document: Document, at: FlowAt, tree: Item[], ids: Ids) {
  const flow = flowIn(document, at)
  const there = new Set(flow.methods.map((method) => method.uuid))
  const drop = (items: Item[]) => {
    for (let index = items.length - 1; index >= 0; index--) if (!there.has(items[index]!.card)) items.splice(index, 1)
    items.forEach((item) => item.ways.forEach((way) => drop(way.items)))
  }
  drop(tree)
  settle(flow, tree, ids)
}

/** Cards by the flow that they lie in, deepest flows first, so that an edit of one keeps the places of the others. */
export function byFlow(ats: CardAt[]): [FlowAt, string[]][] {
  const flows = new Map<FlowAt, string[]>()
  for (const at of ats) flows.set(at.flow, [...(flows.get(at.flow) ?? []), at.card])
  return [...flows].sort(([a], [b]) => b.length - a.length)
}
