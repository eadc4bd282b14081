import { cardId, labelOf, titleOf, type Document, type Field, type FlowData, type Method } from '../../flows/cards/document'
import { expandOf, field, mirrors } from './make'
import { around, cardIn, edit, EditRefused, fieldIn, fieldsIn, flowIn, holderOf, holderWithin, methodIn, nextIndex, type CardAt, type FieldAt, type FlowAt, type Ids } from './places'
import { addPin, isCapture, pinsTo, removePin } from './plumbing'
import { BRANCH, CONTEXT, EXPAND, JOIN, TRY } from './special'
import { insertAfter, Positions, settle, treeOf } from './tree'
import { conversion, fieldType, membersOf, transformOf, type Type } from './types'

/** Where a link takes its value from: an output, or a part of it. */
export interface SourceAt {
  card: CardAt
  output: string
  /** Names inside of the output's object. */
  path: string[]
  /** What the part is, when its output does not say so. */
  type?: Type
}

/** Lets an input take a value: in place of its constant and of another link. At a Join, of the link from the same way. */
export function link(document: Document, source: SourceAt, target: FieldAt, ids: Ids): Document {
  return edit(document, (draft) => linkIn(draft, source, target, ids))
}

export function unlink(document: Document, at: FieldAt): Document {
  return edit(document, (draft) => {
    if (pinsTo(flowIn(draft, at.flow), at.card, at.field).length === 0 && !hasItem(fieldIn(draft, at))) return
    unlinkIn(draft, at)
    const { value } = fieldIn(draft, at)
    if (value) value.data = null
  })
}

function hasItem(input: Field): boolean {
  return Boolean((input.value?.proxy as { dynamic?: boolean } | undefined)?.dynamic)
}

/** Takes the links of an input away, and the item of a loop that it may be. */
export function unlinkIn(document: Document, at: FieldAt) {
  for (const pin of pinsTo(flowIn(document, at.flow), at.card, at.field)) removePin(document, at.flow, pin)
  const input = fieldIn(document, at)
  if (hasItem(input)) input.value!.proxy = { dynamic: false, path: null, dest: { key: input.key, group: input.group ?? null } }
}

export function linkIn(document: Document, source: SourceAt, target: FieldAt, ids: Ids) {
  const reason = refusal(document, source.card, target)
  if (reason) throw new EditRefused(reason)
  const from = methodIn(document, source.card)
  const output = from.node.model.outputs?.data?.[source.output]
  if (!output) throw new EditRefused(`“${titleOf(from)}” has no such output any more.`)
  const given = partType(fieldType(output), source.path) ?? source.type
  adoptType(document, target, given)
  const type = given ?? fieldType(fieldIn(document, target))
  const before = pinsTo(flowIn(document, target.flow), target.card, target.field)

  let pin = source.path.length > 0 ? partOf(document, source, type, ids) : { card: source.card, output: source.output, type: fieldType(output) }
  if (source.path.length > 0) mustReach(document, pin.card, target, titleOf(from))
  for (const flow of around(target.flow)) {
    if (flow.length <= source.card.flow.length) continue
    pin = captured(document, pin, flow, ids)
  }
  const flow = flowIn(document, target.flow)
  const replaced = cardId(cardIn(flow, target.card)) === JOIN ? sameWay(flow, target.card, pin.card.card, before) : before
  addPin(flow, {
    source: pin.card.card,
    output: pin.output,
    card: target.card,
    input: target.field,
    transform: transformOf(pin.output, conversion(pin.type, fieldType(fieldIn(document, target)))),
  })
  for (const one of replaced) if (one.source !== pin.card.card || one.output !== pin.output) removePin(document, target.flow, one)
  dropTwice(document, target, pin)
  const input = fieldIn(document, target)
  if (hasItem(input)) input.value!.proxy = { dynamic: false, path: null, dest: { key: input.key, group: input.group ?? null } }
  settle(flowIn(document, target.flow), treeOf(flowIn(document, target.flow)), ids)
}

/** Parts of what an If/Else hands out are taken apart behind it, which is too late for the cards on its ways. */
function mustReach(document: Document, part: CardAt, target: CardAt, title: string) {
  const inside = part.flow === target.flow ? target : holderWithin(part.flow, target.flow)
  if (inside && new Positions(treeOf(flowIn(document, part.flow))).reaches(part.card, inside.card)) return
  throw new EditRefused(`The cards on the ways of “${title}” can take its outputs only as a whole.`)
}

/** Linking what is linked already leaves one link. */
function dropTwice(document: Document, target: FieldAt, pin: { card: CardAt; output: string }) {
  const links = cardIn(flowIn(document, target.flow), pin.card.card).pins?.[pin.output]?.[target.card]
  if (!links) return
  const same = links.filter((one) => one.input === target.field)
  if (same.length < 2) return
  const kept = links.filter((one) => one.input !== target.field)
  kept.push(same.at(-1)!)
  links.splice(0, links.length, ...kept)
}

/** Links into a Join that a new one replaces: from the same way, or those that hold for both. */
function sameWay(flow: FlowData, join: string, source: string, before: ReturnType<typeof pinsTo>) {
  const positions = new Positions(treeOf(flow))
  const way = positions.wayOf(join, source)
  return before.filter((pin) => positions.wayOf(join, pin.source) === way)
}

/** Why an input cannot take values of a card; nothing when it can. */
export function refusal(document: Document, source: CardAt, target: CardAt): string | undefined {
  const title = () => titleOf(methodIn(document, source))
  const inside = source.flow === target.flow ? target : holderWithin(source.flow, target.flow)
  if (!inside) return `“${title()}” lies inside of another card, which hands out only its own outputs. Create an output there and link that.`
  if (inside.card === source.card) return source.flow === target.flow ? `“${title()}” cannot take its own output.` : `“${title()}” has its outputs only after the cards inside of it.`
  for (const flow of around(target.flow)) {
    const holder = holderOf(flow)
    if (!holder || flow.length <= source.flow.length) continue
    if (!canCapture(methodIn(document, holder.at))) return `The cards inside of “${titleOf(methodIn(document, holder.at))}” take values only from its first card.`
  }
  const positions = new Positions(treeOf(flowIn(document, source.flow)))
  if (positions.reaches(source.card, inside.card)) return undefined
  const here = positions.pathOf(source.card)
  const there = positions.pathOf(inside.card)
  if (here && there && here.length > 1 && (there[0]! > here[0]! || here.length > there.length)) {
    return `“${title()}” runs only on one way of an If/Else. Create an output of that If/Else and link that.`
  }
  return `“${title()}” runs after “${titleOf(methodIn(document, target))}”. Move it before, or link a card that runs earlier.`
}

/** Which cards hand values into their nested flows. */
export function canCapture(holder: Method): boolean {
  return cardId(holder) === BRANCH || cardId(holder) === TRY
}

/** The type of a part of an object, when its declaration names it. */
export function partType(type: Type, path: string[]): Type | undefined {
  let found: Type | undefined = type
  for (const name of path) {
    const member: Type | undefined = found && !found.collection ? membersOf(found)?.[name] : undefined
    found = member && { type: member.type, collection: member.collection ?? false }
  }
  return found
}

/** The output of a hidden Expand card behind the source that has the part; made when there is none. */
function partOf(document: Document, source: SourceAt, type: Type, ids: Ids): { card: CardAt; output: string; type: Type } {
  const flow = flowIn(document, source.card.flow)
  const from = cardIn(flow, source.card.card)
  const output = from.node.model.outputs!.data![source.output]!
  const tree = treeOf(flow)
  const positions = new Positions(tree)
  const beside = (card: string) => {
    const [a, b] = [positions.pathOf(source.card.card), positions.pathOf(card)]
    return a && b && a.length === b.length && b.slice(0, -1).every((part, at) => a[at] === part) && b.at(-1)! === a.at(-1)! + 1
  }
  const taken = Object.keys(from.pins?.[source.output] ?? {})
  // Only one right behind its source is sure to run before whatever takes the part.
  let expand = flow.methods.find((one) => cardId(one) === EXPAND && taken.includes(one.uuid) && beside(one.uuid))
  if (!expand) {
    const made = expandOf(source.card.card, source.output, fieldType(output), ids)
    flow.methods.push(made)
    expand = cardIn(flow, made.uuid)
    addPin(flow, { source: source.card.card, output: source.output, card: made.uuid, input: Object.keys(made.node.model.inputs!.data!)[0]!, transform: transformOf(source.output, conversion(fieldType(output), { type: 'object', collection: false })) })
    insertAfter(tree, source.card.card, [{ card: made.uuid, ways: [], join: undefined }])
    settle(flow, tree, ids)
  }
  const outputs = fieldsIn(expand, 'output')
  const there = Object.values(outputs).find((one) => one.key === 'value' && samePath(one.metadata?.path, source.path))
  if (there) return { card: { flow: source.card.flow, card: expand.uuid }, output: there.id, type: fieldType(there) }
  const group = ids.next()
  const index = nextIndex(outputs)
  const origin = { path: source.path, srcMethodId: source.card.card, srcOutputId: source.output }
  const key = field({ group, key: 'key', type: 'string', list: true, data: source.path }, 'output', index, ids)
  const value = field({ group, key: 'value', type: type.type, list: type.collection }, 'output', index + 1, ids)
  for (const one of [key, value]) {
    one.metadata = { ...one.metadata, ...origin }
    outputs[one.id] = one
  }
  return { card: { flow: source.card.flow, card: expand.uuid }, output: value.id, type }
}

function samePath(one: string[] | undefined, other: string[]): boolean {
  return one !== undefined && one.length === other.length && one.every((part, at) => part === other[at])
}

/** Hands a value of the flow around into a nested flow, as its container and the first card of the nested flow hold it. */
function captured(document: Document, pin: { card: CardAt; output: string; type: Type }, inner: FlowAt, ids: Ids): { card: CardAt; output: string; type: Type } {
  const holder = holderOf(inner)!
  const nested = flowIn(document, inner)
  const start = cardIn(nested, treeOf(nested)[0]!.card)
  const container = methodIn(document, holder.at)
  const outer = flowIn(document, holder.at.flow)
  for (const one of pinsTo(outer, holder.at.card).filter((each) => each.source === pin.card.card && each.output === pin.output)) {
    const input = fieldsIn(container, 'input')[one.input]
    if (!input || !isCapture(input) || input.metadata?.wormholeMethodId !== start.uuid) continue
    const output = Object.values(fieldsIn(start, 'output')).find((each) => each.group === CONTEXT && each.key === input.key)
    if (output) return { card: { flow: inner, card: start.uuid }, output: output.id, type: fieldType(output) }
  }
  const key = ids.next()
  const spec = { group: CONTEXT, key, type: pin.type.type, list: pin.type.collection, title: labelOfPin(document, pin) }
  const put = (method: Method, side: 'input' | 'output', other: string) => {
    const fields = fieldsIn(method, side)
    const made = field(spec, side, nextIndex(fields), ids)
    made.metadata = { ...made.metadata, forceHide: true, wormholeMethodId: other }
    fields[made.id] = made
    return made.id
  }
  const input = put(container, 'input', start.uuid)
  put(start, 'input', holder.at.card)
  const output = put(start, 'output', holder.at.card)
  addPin(outer, { source: pin.card.card, output: pin.output, card: holder.at.card, input, transform: null })
  return { card: { flow: inner, card: start.uuid }, output, type: pin.type }
}

function labelOfPin(document: Document, pin: { card: CardAt; output: string }): string {
  const output = methodIn(document, pin.card).node.model.outputs!.data![pin.output]!
  return output.metadata?.path?.at(-1) ?? labelOf(output)
}

/** An input that takes any type, and is not the author's own, becomes what is linked to it: comparisons go by it. */
function adoptType(document: Document, at: FieldAt, type: Type | undefined) {
  if (!type) return
  const method = methodIn(document, at)
  const input = fieldIn(document, at)
  if (input.metadata?.custom || !takesAny(method, input) || mirrors(method)) return
  if (input.value?.type === type.type && input.value?.collection === type.collection) return
  input.value = { ...input.value, type: type.type, collection: type.collection, data: null }
}

/** Whether an input takes values of any type. */
export function takesAny(method: Method, input: Field): boolean {
  const rules = method.node.model.inputs?.rules as Record<string, { types?: string[]; type?: string }> | undefined
  const rule = rules?.[input.key]
  return Boolean(rule && (rule.types?.includes('*') || rule.type === '*'))
}

/** Lets an input of a loop be each item, or one of its members; nothing undoes it. */
export function linkItem(document: Document, at: FieldAt, path: string | undefined): Document {
  return edit(document, (draft) => {
    unlinkIn(draft, at)
    const input = fieldIn(draft, at)
    if (path === undefined) return
    input.value = { ...input.value, data: null, proxy: { dynamic: true, path, dest: { key: input.key, group: input.group ?? null } } }
  })
}
