import type { FlowData, Method } from '../../flows/cards/document'
import { cardId } from '../../flows/cards/document'
import { ordered } from '../../flows/cards/order'
import { EditRefused, type Ids } from './places'
import { EXPAND, JOIN } from './special'

/** A card among those that run one after another, with the ways of an If/Else, which lie in the same flow. */
export interface Item {
  card: string
  ways: Way[]
  join?: string
}

export interface Way {
  head: string
  when: boolean
  items: Item[]
}

/** The cards of one flow as they run, without the nested flows; the trigger comes first. */
export function treeOf(flow: FlowData): Item[] {
  const { order, paths } = ordered(flow)
  const joins = joinsOf(flow)
  const heads = new Set(flow.methods.flatMap((method) => Object.keys(method.branches ?? {})))
  const ends = new Set(joins.values())
  const items = new Map<number, Item>()
  const top: Item[] = []
  for (const place of order) {
    const method = flow.methods[place]!
    if (heads.has(method.uuid) || ends.has(method.uuid)) continue
    const ways = Object.entries(method.branches ?? {}).map(([head, when]): Way => ({ head, when, items: [] }))
    ways.sort((a, b) => Number(b.when) - Number(a.when))
    const item: Item = { card: method.uuid, ways, join: joins.get(method.uuid) }
    items.set(place, item)
    const path = paths[place]
    const way = path && items.get(path.card)?.ways.find((one) => one.when === path.when)
    ;(way?.items ?? top).push(item)
  }
  return top
}

/** The join at which the ways of each If/Else end. */
function joinsOf(flow: FlowData): Map<string, string> {
  const after = new Map<string, Set<string>>()
  for (const [first, then] of Object.values(flow.orderings ?? {})) after.set(first, (after.get(first) ?? new Set()).add(then))
  const kinds = new Map(flow.methods.map((method) => [method.uuid, cardId(method)]))
  const joins = new Map<string, string>()
  for (const method of flow.methods) {
    const heads = Object.keys(method.branches ?? {})
    if (heads.length === 0) continue
    const common = [...(after.get(heads[0]!) ?? [])].find((one) => kinds.get(one) === JOIN && heads.every((head) => after.get(head)?.has(one)))
    if (common) joins.set(method.uuid, common)
  }
  return joins
}

export function eachItem(items: Item[], visit: (item: Item, siblings: Item[], index: number) => void) {
  items.forEach((item, index) => {
    visit(item, items, index)
    item.ways.forEach((way) => eachItem(way.items, visit))
  })
}

export function findItem(items: Item[], card: string): { item: Item; siblings: Item[]; index: number } | undefined {
  let found: { item: Item; siblings: Item[]; index: number } | undefined
  eachItem(items, (item, siblings, index) => {
    if (item.card === card || item.join === card) found ??= { item, siblings, index }
  })
  return found
}

/** All cards of an item: its own, and heads, joins and cards of its ways. */
export function cardsOf(item: Item): string[] {
  return [item.card, ...item.ways.flatMap((way) => [way.head, ...way.items.flatMap(cardsOf)]), ...(item.join ? [item.join] : [])]
}

/** Without the cards that a flow has no more: hidden ones go with the last link that needs them. */
export function stillThere(flow: FlowData, items: Item[]): Item[] {
  const cards = new Set(flow.methods.map((method) => method.uuid))
  const of = (some: Item[]): Item[] => some.filter((item) => cards.has(item.card)).map((item) => ({ ...item, ways: item.ways.map((way) => ({ ...way, items: of(way.items) })) }))
  return of(items)
}

/** Puts items behind a card, at the beginning of a way when the card is its head. */
export function insertAfter(items: Item[], after: string, added: Item[]) {
  const found = findItem(items, after)
  if (found) {
    found.siblings.splice(found.index + 1, 0, ...added)
    return
  }
  let done = false
  eachItem(items, (item) => {
    for (const way of item.ways)
      if (way.head === after) {
        way.items.unshift(...added)
        done = true
      }
  })
  if (!done) throw new EditRefused('The card that this should come after is not there any more.')
}

/** Writes the order of the cards as pairs. Those that stay keep their ids; new ones take the ids of those that go. */
export function writeOrder(flow: FlowData, items: Item[], ids?: Ids) {
  const wanted = new Map<string, [string, string]>()
  const want = (first: string, then: string) => wanted.set(`${first} ${then}`, [first, then])
  const chain = (sequence: Item[], before: string | undefined, join: string | undefined) => {
    let last = before
    for (const item of sequence) {
      if (last !== undefined) want(last, item.card)
      for (const way of item.ways) chain(way.items, way.head, item.join)
      last = item.join ?? item.card
      if (join) want(last, join)
    }
    if (join && before !== undefined) want(before, join)
  }
  chain(items, undefined, undefined)
  for (const method of flow.methods) {
    if (cardId(method) !== EXPAND) continue
    for (const [source] of pinsInto(flow, method.uuid)) if (!hasWays(flow, source)) want(source, method.uuid)
    for (const targets of Object.values(method.pins ?? {})) for (const target of Object.keys(targets)) if (target !== method.uuid) want(method.uuid, target)
  }
  const kept: Record<string, [string, string]> = {}
  const free: string[] = []
  for (const [id, pair] of Object.entries(flow.orderings ?? {})) {
    const key = pair.join(' ')
    const fits = wanted.get(key)
    if (!fits) {
      free.push(id)
      continue
    }
    kept[id] = pair
    wanted.delete(key)
  }
  // A pair that got a free id bears the name of another one.
  const named = (pair: [string, string]) => {
    let id = pair.join('-')
    while (id in kept) id += '-'
    return id
  }
  for (const pair of wanted.values()) kept[free.shift() ?? ids?.next() ?? named(pair)] = pair
  flow.orderings = kept
}

/** An If/Else has no pairs of its own: its ways follow it. */
function hasWays(flow: FlowData, card: string): boolean {
  return Object.keys(flow.methods.find((method) => method.uuid === card)?.branches ?? {}).length > 0
}

export function* pinsInto(flow: FlowData, card: string): Generator<[source: string, output: string, input: string, transform: unknown]> {
  for (const method of flow.methods)
    for (const [output, targets] of Object.entries(method.pins ?? {})) for (const link of targets[card] ?? []) yield [method.uuid, output, link.input, link.transform]
}

/**
 * Where cards stand in their flow: numbers down to the card, of the place in the sequence and of the way. A join stands where its
 * If/Else stands.
 */
export class Positions {
  private readonly paths = new Map<string, number[]>()
  private readonly joins = new Map<string, Item>()

  constructor(readonly items: Item[]) {
    this.add(items, [])
  }

  private add(items: Item[], prefix: number[]) {
    items.forEach((item, index) => {
      this.paths.set(item.card, [...prefix, index])
      if (item.join) {
        this.paths.set(item.join, [...prefix, index])
        this.joins.set(item.join, item)
      }
      item.ways.forEach((way, which) => {
        this.paths.set(way.head, [...prefix, index, which, -1])
        this.add(way.items, [...prefix, index, which])
      })
    })
  }

  pathOf(card: string): number[] | undefined {
    return this.paths.get(card)
  }

  isJoin(card: string): boolean {
    return this.joins.has(card)
  }

  /** Whether a card has always run when the other one runs, or may have at a join: whether that can take its values. */
  reaches(source: string, target: string): boolean {
    const from = this.paths.get(source)
    const to = this.paths.get(target)
    if (!from || !to || source === target) return false
    const depth = from.length - 1
    const inWay = this.joins.has(target) && from.length > to.length && to.every((part, at) => from[at] === part)
    if (inWay) return from.length === to.length + 2
    for (let at = 0; at < depth; at++) if (from[at] !== to[at]) return false
    if (to.length <= depth) return false
    if (to[depth]! > from[depth]!) return true
    // Inside of its own ways: an If/Else has decided, its join has not run yet.
    if (to[depth]! === from[depth]!) return !this.joins.has(source) && (to.length > from.length || this.joins.has(target))
    return false
  }

  /** Which way of the If/Else of a join a card lies in; nothing when in none. */
  wayOf(join: string, card: string): number | undefined {
    const at = this.paths.get(join)
    const path = this.paths.get(card)
    if (!at || !path || path.length <= at.length || !at.every((part, index) => path[index] === part)) return undefined
    return path[at.length]
  }
}

export function settle(flow: FlowData, items: Item[], ids?: Ids) {
  writeOrder(flow, items, ids)
  if (flow.display && Array.isArray(flow.display.preview)) flow.display.preview = flow.methods.map(preview)
}

function preview(method: Method) {
  const parts = method.address.split(':')
  const kernel = parts[1] === 'kernel'
  return { module: kernel ? parts[2] : parts[3], name: kernel ? parts[4] : parts[5], kernel }
}
