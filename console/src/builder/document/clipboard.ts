import { cardId, type Document, type Field, type Method } from '../../flows/cards/document'
import { behindGenerated, byFlow } from './cards'
import { readDocument, writeDocument } from './json'
import { linkIn, refusal, type SourceAt } from './links'
import { cutOut, flowBelow, linksAcross, outermost, type Link } from './moves'
import { edit, EditRefused, fieldIn, flowId, flowIn, methodIn, nestedFlows, type CardAt, type FieldAt, type FlowAt, type Ids, type Place } from './places'
import { sourcesFor } from './sources'
import { CALLABLE, CATCH, EXPAND } from './special'
import { cardsOf, insertAfter, settle, treeOf, type Item } from './tree'

const KIND = 'hookline-cards'
const VERSION = 1
const LONGEST = 8_000_000

/** Cards as a text that can be kept, sent and pasted into any flow. */
interface Copied {
  kind: typeof KIND
  version: number
  /** The flow that they come from. */
  flow: string | null
  items: Item[]
  methods: Method[]
  /** What they took from other cards; `target.flow` counts from the copied cards. */
  links: Link[]
}

/** Cards of one flow with all that lies in them, without what is not copied with them. */
export function copyCards(document: Document, ats: CardAt[]): string {
  const flows = byFlow(ats)
  if (flows.length !== 1) throw new EditRefused('Cards of different nested flows cannot be copied together.')
  const [from, cards] = flows[0]!
  const inside = new Set(outermost(treeOf(flowIn(document, from)), cards).flatMap(({ item }) => cardsOf(item)))
  const links = linksAcross(document, from, inside)
  let number = 0
  let copied: { items: Item[]; methods: Method[] } = { items: [], methods: [] }
  const cut = edit(document, (draft) => {
    const { items, methods } = cutOut(draft, from, cards, links, { next: () => `copied${number++}` })
    copied = { items, methods: [] }
    // Carried out of the edit in a place of the document, so that unfinished parts do not leave it.
    draft.data.methods = methods
  })
  const text: Copied = {
    kind: KIND,
    version: VERSION,
    flow: document.id ?? null,
    items: copied.items,
    methods: cut.data.methods,
    links: links.into.map((link) => ({ ...link, target: { ...link.target, flow: flowBelow(link.target.flow, from)! } })),
  }
  return writeDocument(text)
}

/** A link that pasted cards had where they come from, and do not have here. */
export interface LostLink {
  at: FieldAt
  title: string
  names: string[]
}

/** Puts copied cards behind a card, with ids of their own. They take the values that they took before, where those are found. */
export function pasteCards(document: Document, place: Place, text: string, ids: Ids): { document: Document; ats: CardAt[]; lost: LostLink[] } {
  const copied = read(text)
  const fresh = renewed(copied, ids)
  const lost: LostLink[] = []
  const placed = edit(document, (draft) => {
    const flow = flowIn(draft, place.flow)
    const tree = treeOf(flow)
    insertAfter(tree, behindGenerated(draft, place, tree), fresh.items)
    flow.methods.push(...fresh.methods)
    settle(flow, tree, ids)
  })
  const changed = edit(placed, (draft) => {
    for (const link of fresh.links) {
      const target = { ...link.target, flow: [place.flow, link.target.flow].filter(Boolean).join('/') }
      const source = sourceHere(draft, link, target, copied.flow !== null && copied.flow === document.id)
      if (source) linkIn(draft, source, target, ids)
      else lost.push({ at: target, title: link.title, names: link.names })
    }
  })
  return { document: changed, ats: fresh.items.filter((item) => cardId(methodIn(changed, { flow: place.flow, card: item.card })) !== EXPAND).map((item) => ({ flow: place.flow, card: item.card })), lost }
}

/** The same output as where the cards come from; in another flow the one of that card and field name, when there is one only. */
function sourceHere(document: Document, link: Link, target: FieldAt, same: boolean): SourceAt | undefined {
  if (same) {
    try {
      fieldIn(document, { ...link.source.card, side: 'output', field: link.source.output })
      if (!refusal(document, link.source.card, target)) return link.source
    } catch (missing) {
      if (!(missing instanceof EditRefused)) throw missing
    }
  }
  const names = link.names.slice(0, link.names.length - link.source.path.length).join(' / ')
  const found = sourcesFor(document, target).flatMap((offer) =>
    offer.title === link.title ? offer.outputs.filter((output) => [output.group, output.label].filter(Boolean).join(' / ') === names).map((output) => ({ card: offer.card, output: output.output, path: link.source.path, type: link.source.type })) : [],
  )
  return found.length === 1 ? found[0] : undefined
}

export function duplicateCards(document: Document, ats: CardAt[], ids: Ids): { document: Document; ats: CardAt[] } {
  const [from, cards] = byFlow(ats)[0] ?? ['', []]
  const last = outermost(treeOf(flowIn(document, from)), cards).at(-1)?.item
  if (!last) throw new EditRefused('There is no card to duplicate.')
  const { document: changed, ats: made } = pasteCards(document, { flow: from, after: last.join ?? last.card }, copyCards(document, ats), ids)
  return { document: changed, ats: made }
}

function read(text: string): Copied {
  const refused = (why: string) => new EditRefused(`The clipboard holds no cards: ${why}. Copy cards in a flow first.`)
  if (text.length > LONGEST) throw refused('its text is too long')
  let value: unknown
  try {
    value = readDocument(text)
  } catch {
    throw refused('its text is no JSON')
  }
  const copied = value as Partial<Copied> | null
  if (typeof copied !== 'object' || copied === null || copied.kind !== KIND) throw refused('its text was not copied in a flow')
  if (copied.version !== VERSION) throw refused(`they were copied by another version (${String(copied.version)}, this one reads ${VERSION})`)
  const methods = copied.methods
  if (!Array.isArray(methods) || !Array.isArray(copied.items) || !Array.isArray(copied.links) || !methods.every(isMethod)) throw refused('a part of them is missing')
  const there = new Map(methods.map((method) => [method.uuid, method]))
  const named = copied.items.every(isItem) ? copied.items.flatMap(cardsOf) : []
  if (there.size !== methods.length || named.length !== there.size || new Set(named).size !== named.length || !named.every((card) => there.has(card))) throw refused('their order does not fit to them')
  if (!copied.links.every(isLink)) throw refused('a link of them is broken')
  if (methods.some((method) => cardId(method) === CALLABLE)) throw refused('the first card of a flow is among them')
  return copied as Copied
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'

function isMethod(value: unknown): value is Method {
  if (!isObject(value) || !isText(value.uuid) || !isText(value.address) || value.address.split(':').length < 5 || !isObject(value.node) || !isObject(value.node.model)) return false
  const { inputs, outputs } = value.node.model
  return [inputs, outputs].every((fields) => fields === undefined || (isObject(fields) && (fields.data === undefined || (isObject(fields.data) && Object.values(fields.data).every((field) => isObject(field) && isText(field.id) && isText(field.key)))))) && isPins(value.pins)
}

function isPins(pins: unknown): boolean {
  return pins === undefined || (isObject(pins) && Object.values(pins).every((targets) => isObject(targets) && Object.values(targets).every((links) => Array.isArray(links) && links.every((link) => isObject(link) && isText(link.input)))))
}

function isItem(value: unknown): value is Item {
  return isObject(value) && isText(value.card) && Array.isArray(value.ways) && value.ways.every((way) => isObject(way) && isText(way.head) && Array.isArray(way.items) && way.items.every(isItem)) && (value.join === undefined || isText(value.join))
}

function isLink(value: unknown): value is Link {
  if (!isObject(value) || !isObject(value.source) || !isObject(value.source.card) || !isObject(value.target) || !isText(value.title) || !Array.isArray(value.names) || !value.names.every(isText)) return false
  const { source, target } = value
  return isText(source.output) && Array.isArray(source.path) && source.path.every(isText) && isText((source.card as Record<string, unknown>).flow) && isText((source.card as Record<string, unknown>).card) && [target.flow, target.card, target.field].every(isText)
}

/** The same cards under new ids; those inside of nested flows keep theirs, which count only there. */
function renewed(copied: Copied, ids: Ids): { items: Item[]; methods: Method[]; links: Link[] } {
  const cards = new Map(copied.methods.map((method) => [method.uuid, ids.next()]))
  const fields = new Map<string, string>()
  const fieldKey = (card: string, id: string) => `${card} ${id}`
  for (const method of copied.methods)
    for (const side of [method.node.model.inputs, method.node.model.outputs]) for (const one of Object.values(side?.data ?? {})) if (!fields.has(fieldKey(method.uuid, one.id))) fields.set(fieldKey(method.uuid, one.id), ids.next())
  const card = (id: string) => cards.get(id) ?? id
  const field = (of: string, id: string) => fields.get(fieldKey(of, id)) ?? id
  const item = (one: Item): Item => ({ card: card(one.card), join: one.join && card(one.join), ways: one.ways.map((way) => ({ head: card(way.head), when: way.when, items: way.items.map(item) })) })
  const flow = (at: FlowAt): FlowAt => {
    if (!at) return at
    const [first, ...rest] = at.split('/')
    const [holder, name] = first!.split(':').map(decodeURIComponent) as [string, string]
    return [`${encodeURIComponent(card(holder))}:${encodeURIComponent(name === CATCH ? name : field(holder, name))}`, ...rest].join('/')
  }
  const target = (at: FieldAt): FieldAt => (at.flow ? { ...at, flow: flow(at.flow) } : { ...at, card: card(at.card), field: field(at.card, at.field) })
  return { items: copied.items.map(item), methods: copied.methods.map((method) => renewMethod(method, card, field, ids)), links: copied.links.map((link) => ({ ...link, target: target(link.target) })) }
}

function renewMethod(method: Method, card: (id: string) => string, field: (of: string, id: string) => string, ids: Ids): Method {
  const own = (id: string) => field(method.uuid, id)
  const data = (fields: Record<string, Field> | undefined) => Object.fromEntries(Object.values(fields ?? {}).map((one) => [own(one.id), renewField(one, own, card, field)]))
  const { model } = method.node
  const made: Method = {
    ...method,
    uuid: card(method.uuid),
    ...(method.branches && { branches: Object.fromEntries(Object.entries(method.branches).map(([head, when]) => [card(head), when])) }),
    ...(method.joins && { joins: Object.fromEntries(Object.entries(method.joins).map(([input, outputs]) => [own(input), outputs.map((one) => ({ ...one, output: own(one.output) }))])) }),
    ...(method.pins && {
      pins: Object.fromEntries(
        Object.entries(method.pins).map(([output, targets]) => [
          own(output),
          Object.fromEntries(Object.entries(targets).map(([to, links]) => [card(to), links.map((link) => ({ ...link, input: field(to, link.input), transform: renewTransform(link.transform, own) }))])),
        ]),
      ),
    }),
    node: {
      ...method.node,
      ...(cardId(method) === EXPAND && { data: { ...method.node.data, name: card(method.node.data?.name ?? '') } }),
      model: { ...model, ...(model.inputs && { inputs: { ...model.inputs, data: data(model.inputs.data) } }), ...(model.outputs && { outputs: { ...model.outputs, data: data(model.outputs.data) } }) },
    },
  }
  return edit({ data: { methods: [made] } }, (draft) => {
    const [copy] = draft.data.methods
    for (const { flow } of nestedFlows(copy!)) {
      const id = flowId(ids)
      flow.id = id
      flow.uuid = id
      for (const inner of flow.methods)
        for (const fields of [inner.node.model.inputs, inner.node.model.outputs]) for (const one of Object.values(fields?.data ?? {})) if (one.metadata?.wormholeMethodId === method.uuid) one.metadata.wormholeMethodId = made.uuid
    }
  }).data.methods[0]!
}

function renewField(one: Field, own: (id: string) => string, card: (id: string) => string, field: (of: string, id: string) => string): Field {
  const { metadata } = one
  const source = metadata?.srcMethodId
  if (!source) return { ...one, id: own(one.id) }
  return { ...one, id: own(one.id), metadata: { ...metadata, srcMethodId: card(source), ...(metadata.srcOutputId && { srcOutputId: field(source, metadata.srcOutputId) }) } }
}

function renewTransform(transform: unknown, own: (id: string) => string): unknown {
  if (!isObject(transform)) return transform ?? null
  return Object.fromEntries(Object.entries(transform).map(([output, one]) => [own(output), isObject(one) && isText(one.dest) ? { ...one, dest: own(one.dest) } : one]))
}
