import { cardId, titleOf, type Document, type FlowData, type Method } from '../../flows/cards/document'
import { behindGenerated, byFlow } from './cards'
import { linkIn, refusal, type SourceAt } from './links'
import { cardIn, edit, EditRefused, flowIn, holderWithin, nestedAt, nestedFlows, sameCard, type CardAt, type FieldAt, type FlowAt, type Ids, type Place } from './places'
import { isCapture, lose, pinsFrom, pinsOf, pinsTo, removePin, type Pin } from './plumbing'
import { sourceOf, tracePin } from './sources'
import { EXPAND } from './special'
import { cardsOf, eachItem, findItem, insertAfter, Positions, settle, stillThere, treeOf, type Item } from './tree'

/** What would not work any more if cards stood elsewhere; empty when they can. */
export function orderProblems(document: Document, ats: CardAt[], place: Place): string[] {
  try {
    return moved(document, ats, place, undefined).problems
  } catch (refused) {
    if (refused instanceof EditRefused) return [refused.message]
    throw refused
  }
}

/** Puts cards elsewhere with what lies in them and their links. Links that would run backwards are cut: {@link orderProblems} names them. */
export function moveCards(document: Document, ats: CardAt[], place: Place, ids: Ids): Document {
  return moved(document, ats, place, ids).document
}

function moved(document: Document, ats: CardAt[], place: Place, ids: Ids | undefined): { document: Document; problems: string[] } {
  const flows = byFlow(ats)
  if (flows.length !== 1) throw new EditRefused('Cards of different nested flows cannot be moved together.')
  const [from, cards] = flows[0]!
  const found = outermost(treeOf(flowIn(document, from)), cards)
  if (found.some(({ item }) => item === treeOf(flowIn(document, from))[0])) throw new EditRefused('The first card starts the flow and cannot be moved.')
  return from === place.flow ? movedWithin(document, from, cards, place.after, ids) : movedBetween(document, from, cards, place, ids)
}

/** Items of cards that lie in no other one of them, in the order in which they run. */
export function outermost(tree: Item[], cards: string[]): { item: Item; siblings: Item[] }[] {
  const wanted = new Set(cards)
  const found: { item: Item; siblings: Item[] }[] = []
  const visit = (items: Item[], start: boolean) => {
    items.forEach((item, index) => {
      if (wanted.has(item.card) || (item.join && wanted.has(item.join))) {
        if (start && index === 0) throw new EditRefused('The first card starts the flow: it stays where it is.')
        found.push({ item, siblings: items })
      } else item.ways.forEach((way) => visit(way.items, false))
    })
  }
  visit(tree, true)
  return found
}

function movedWithin(document: Document, at: FlowAt, cards: string[], after: string, ids: Ids | undefined): { document: Document; problems: string[] } {
  let problems: string[] = []
  const changed = edit(document, (draft) => {
    const flow = flowIn(draft, at)
    const tree = treeOf(flow)
    const before = new Set(brokenLinks(flow, tree).map((one) => one.key))
    const found = outermost(tree, cards)
    const expands = partsOfMoved(flow, tree, found.map(({ item }) => item))
    const inside = new Set(found.flatMap(({ item }) => cardsOf(item)))
    if (inside.has(after)) {
      // Behind itself, or inside of itself: only the first means something.
      if (!found.some(({ item }) => item.card === after || item.join === after)) throw new EditRefused('A card cannot be moved into itself.')
      return
    }
    let target = behindGenerated(draft, { flow: at, after }, tree)
    if (expands.some((item) => item.card === target)) target = after
    for (const { item, siblings } of found) siblings.splice(siblings.indexOf(item), 1)
    for (const item of expands) {
      const where = findItem(tree, item.card)
      if (where) where.siblings.splice(where.index, 1)
    }
    insertAfter(tree, target, withParts(flow, found.map(({ item }) => item), expands))
    bringParts(flow, tree)
    const broken = brokenLinks(flow, tree).filter((one) => !before.has(one.key))
    problems = broken.map((one) => one.text)
    // Before the new order is written: a link that runs backwards would make a circle of it.
    for (const { pin } of broken) cut(draft, at, pin)
    const left = flowIn(draft, at)
    settle(left, stillThere(left, tree), ids)
  })
  return { document: changed, problems: [...new Set(problems)] }
}

/** Takes a link away, with the plumbing behind it that gets nothing any more, and that before it that nothing needs. */
function cut(document: Document, at: FlowAt, pin: Pin) {
  const isThere = () => flowIn(document, at).methods.find((method) => method.uuid === pin.source)?.pins?.[pin.output]?.[pin.card]?.some((link) => link.input === pin.input)
  if (isThere()) lose(document, at, pin)
  if (isThere()) removePin(document, at, pin)
}

/** Hidden cards that take parts of the outputs of moved ones, and of each other. */
export function partsOfMoved(flow: FlowData, tree: Item[], moved: Item[]): Item[] {
  const sources = new Set(moved.map((item) => item.card))
  const found: Item[] = []
  for (let grown = true; grown; ) {
    grown = false
    eachItem(tree, (item) => {
      if (sources.has(item.card) || cardId(cardIn(flow, item.card)) !== EXPAND) return
      if (!sources.has(partSource(flow, item.card) ?? '')) return
      sources.add(item.card)
      found.push(item)
      grown = true
    })
  }
  return found
}

/** Cards, each with the hidden ones behind it that take its parts. */
export function withParts(flow: FlowData, items: Item[], parts: Item[]): Item[] {
  return items.flatMap((item) => [item, ...withParts(flow, parts.filter((one) => partSource(flow, one.card) === item.card), parts)])
}

function partSource(flow: FlowData, expand: string): string | undefined {
  return pinsTo(flow, expand)[0]?.source
}

/** Hidden cards that a move has put behind what takes their parts come back to their source. */
function bringParts(flow: FlowData, tree: Item[]) {
  for (let rounds = 0; rounds < 10; rounds++) {
    const positions = new Positions(tree)
    const wrong = flow.methods.find((method) => {
      if (cardId(method) !== EXPAND) return false
      const source = partSource(flow, method.uuid)
      return (source !== undefined && !positions.reaches(source, method.uuid)) || pinsFrom(method).some((pin) => !positions.reaches(method.uuid, pin.card))
    })
    if (!wrong) return
    const source = partSource(flow, wrong.uuid)
    const where = findItem(tree, wrong.uuid)
    if (!source || !where) return
    const [item] = where.siblings.splice(where.index, 1)
    insertAfter(tree, source, [item!])
  }
}

function brokenLinks(flow: FlowData, tree: Item[]): { key: string; text: string; pin: Pin }[] {
  const positions = new Positions(tree)
  const name = (card: string) => {
    const method = cardIn(flow, card)
    const source = cardId(method) === EXPAND ? partSource(flow, card) : undefined
    return titleOf(source ? cardIn(flow, source) : method)
  }
  return pinsOf(flow)
    .filter((pin) => !positions.reaches(pin.source, pin.card))
    .map((pin) => ({ pin, key: `${pin.source} ${pin.output} ${pin.card} ${pin.input}`, text: `“${name(pin.card)}” takes a value of “${name(pin.source)}”, which has to run before it.` }))
}

function movedBetween(document: Document, from: FlowAt, cards: string[], place: Place, ids: Ids | undefined): { document: Document; problems: string[] } {
  const problems: string[] = []
  const inside = new Set(outermost(treeOf(flowIn(document, from)), cards).flatMap(({ item }) => cardsOf(item)))
  const holder = holderWithin(from, place.flow)
  if (holder && inside.has(holder.card)) throw new EditRefused('A card cannot be moved into itself.')
  const links = linksAcross(document, from, inside)
  let numbers = 0
  const own: Ids = ids ?? { next: () => `planned${numbers++}` }
  const changed = edit(document, (draft) => {
    const { items, methods } = cutOut(draft, from, cards, links, own)
    const inner = flowIn(draft, place.flow)
    const taken = new Set(inner.methods.map((method) => method.uuid))
    if (methods.some((method) => taken.has(method.uuid))) throw new EditRefused('A card with the same id is there already. Copy and paste it instead.')
    const there = treeOf(inner)
    insertAfter(there, behindGenerated(draft, place, there), items)
    inner.methods.push(...methods)
    settle(inner, there, own)
    const here = <T extends CardAt>(at: T): T => (at.flow === from && inside.has(at.card) ? { ...at, flow: place.flow } : movedFlow(at, from, inside, place.flow))
    for (const one of [...links.into, ...links.out]) {
      const source = { ...one.source, card: here(one.source.card) }
      const to = here(one.target)
      const reason = refusal(draft, source.card, to)
      if (reason) problems.push(reason)
      else linkIn(draft, source, to, own)
    }
  })
  return { document: changed, problems: [...new Set(problems)] }
}

/** Takes cards out of a flow with the hidden ones between them; links to and from others are gone then. */
export function cutOut(document: Document, from: FlowAt, cards: string[], links: { into: Link[]; out: Link[] }, ids: Ids): { items: Item[]; methods: Method[] } {
  for (const one of [...links.into, ...links.out]) dropLink(document, one)
  const flow = flowIn(document, from)
  const tree = treeOf(flow)
  const found = outermost(tree, cards)
  const parts = partsOfMoved(flow, tree, found.map(({ item }) => item))
  const items = withParts(flow, found.map(({ item }) => item), parts)
  for (const item of items) {
    const where = findItem(tree, item.card)
    if (where) where.siblings.splice(where.index, 1)
  }
  const gone = new Set(items.flatMap(cardsOf))
  const methods = flow.methods.filter((method) => gone.has(method.uuid))
  flow.methods = flow.methods.filter((method) => !gone.has(method.uuid))
  settle(flow, tree, ids)
  return { items, methods }
}

/** Takes those links of an input away that come from one source, through whatever is between them. */
function dropLink(document: Document, link: Link) {
  for (const pin of pinsTo(flowIn(document, link.target.flow), link.target.card, link.target.field)) {
    const sources = tracePin(document, link.target.flow, pin)
    if (sources.some((one) => sameCard(one.card, link.source.card) && one.output === link.source.output)) removePin(document, link.target.flow, pin)
  }
}

/** A card inside of a moved container lies in another flow then. */
function movedFlow<T extends CardAt>(at: T, from: FlowAt, inside: ReadonlySet<string>, to: FlowAt): T {
  const rest = flowBelow(at.flow, from)
  if (rest === undefined || rest === '' || !inside.has(decodeURIComponent(rest.split(':')[0]!))) return at
  return { ...at, flow: to === '' ? rest : `${to}/${rest}` }
}

/** The rest of a nested flow's place below another one; nothing when it does not lie in that. */
export function flowBelow(flow: FlowAt, from: FlowAt): string | undefined {
  if (flow === from) return ''
  if (from === '') return flow
  return flow.startsWith(`${from}/`) ? flow.slice(from.length + 1) : undefined
}

export interface Link {
  source: SourceAt
  target: FieldAt
  /** The source as people see it. */
  title: string
  names: string[]
}

/** The links between cards and those around them, with the generated cards left out: taken by them, and taken from them. */
export function linksAcross(document: Document, from: FlowAt, inside: ReadonlySet<string>): { into: Link[]; out: Link[] } {
  const into: Link[] = []
  const out: Link[] = []
  const isInside = (at: CardAt) => (at.flow === from ? inside.has(at.card) : inside.has(holderWithin(from, at.flow)?.card ?? ''))
  const visit = (flow: FlowAt, data: FlowData) => {
    for (const method of data.methods) {
      if (cardId(method) !== EXPAND)
        for (const input of Object.values(method.node.model.inputs?.data ?? {})) {
          if (isCapture(input)) continue
          const target: FieldAt = { flow, card: method.uuid, side: 'input', field: input.id }
          for (const source of sourceOf(document, target)) {
            if (isInside(target) === isInside(source.card)) continue
            ;(isInside(target) ? into : out).push({ source: { card: source.card, output: source.output, path: source.path, type: source.type }, target, title: source.title, names: source.names })
          }
        }
      for (const nested of nestedFlows(method)) visit(nestedAt(flow, method.uuid, nested.field), nested.flow)
    }
  }
  visit('', document.data)
  return { into, out }
}
