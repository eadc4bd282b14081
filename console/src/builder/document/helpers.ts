import { cardId, fieldsOf, labelOf, titleOf, type Document, type Field, type Method } from '../../flows/cards/document'
import { copyCards, pasteCards } from './clipboard'
import { byFlow, removeCards } from './cards'
import { addField } from './fields'
import { linkIn, link } from './links'
import { field, fields, method, newDocument, type FieldSpec } from './make'
import { linksAcross, outermost, type Link } from './moves'
import { edit, EditRefused, fieldIn, fieldsIn, flowIn, methodIn, sameCard, type CardAt, type FieldAt, type Ids } from './places'
import { pinsTo } from './plumbing'
import { ASSIGN, CALL, CALLABLE, CONTEXT, ENDS, kernelAddress, RETURN } from './special'
import { cardsOf, eachItem, insertAfter, settle, treeOf } from './tree'
import { fieldType, type Type } from './types'

/**
 * Makes a helper flow of cards, and a card that calls it in their place. What the cards took from others are the helper's fields; what
 * others took from them is what it returns.
 */
export function extractHelper(document: Document, ats: CardAt[], name: string, ids: Ids): { document: Document; helper: Document; call: CardAt } {
  const flows = byFlow(ats)
  if (flows.length !== 1) throw new EditRefused('Cards of different nested flows cannot become one helper flow.')
  const [flow, cards] = flows[0]!
  const tree = treeOf(flowIn(document, flow))
  const found = outermost(tree, cards)
  if (new Set(found.map(({ siblings }) => siblings)).size !== 1) throw new EditRefused('Choose cards that stand in one row.')
  const inside = new Set(found.flatMap(({ item }) => cardsOf(item)))
  const ending = [...inside].map((card) => methodIn(document, { flow, card })).find((one) => ENDS.has(cardId(one)))
  if (ending) throw new EditRefused(`“${titleOf(ending)}” ends the flow. In a helper flow it would end only that.`)
  const { into, out } = linksAcross(document, flow, inside)
  const given = distinct(into)
  const results = distinct(out)

  let helper = newDocument(name, ids)
  helper = edit(helper, (draft) => {
    const start = draft.data.methods[0]!
    draft.data.methods[0] = { ...method(kernelAddress(CALLABLE), 'Helper Flow', '', { mirrored: true, inputs: fields([], 'input', true, ids), outputs: fields([], 'output', true, ids) }, ids), uuid: start.uuid }
    draft.data.display = { ...draft.data.display, isCallable: true }
  })
  const start: CardAt = { flow: '', card: helper.data.methods[0]!.uuid }
  const pasted = pasteCards(helper, { flow: '', after: start.card }, copyCards(document, ats), ids)
  helper = pasted.document
  for (const one of given) {
    const added = addField(helper, start, 'output', { key: one.key, ...asSpec(one.type) }, ids)
    helper = added.document
    one.field = added.field
  }
  pasted.lost.forEach((lost, index) => {
    const one = given.find((each) => each.links.includes(into[index]!))!
    helper = link(helper, { card: start, output: one.field, path: [] }, lost.at, ids)
  })
  const moved = new Map(orderOf(document, ats).map((card, index) => [card, pasted.ats[index]!.card]))
  if (results.length > 0) {
    const end = method(kernelAddress(RETURN), 'Return', '', { mirrored: true, inputs: fields([], 'input', true, ids), outputs: fields([], 'output', true, ids) }, ids)
    helper = edit(helper, (draft) => {
      const all = treeOf(draft.data)
      all.push({ card: end.uuid, ways: [], join: undefined })
      draft.data.methods.push(end)
      settle(draft.data, all, ids)
    })
    for (const one of results) {
      const { source } = one.links[0]!
      const added = addField(helper, { flow: '', card: end.uuid }, 'input', { key: one.key, ...asSpec(one.type) }, ids)
      helper = link(added.document, inHelper(document, helper, source, flow, moved), { flow: '', card: end.uuid, side: 'input', field: added.field }, ids)
    }
  }

  const call = callOf(helper, name, given, results, ids)
  const at: CardAt = { flow, card: call.uuid }
  const placed = edit(document, (draft) => {
    const data = flowIn(draft, flow)
    const all = treeOf(data)
    const last = found.at(-1)!.item
    insertAfter(all, last.join ?? last.card, [{ card: call.uuid, ways: [], join: undefined }])
    data.methods.push(call)
    settle(data, all, ids)
  })
  const linked = edit(placed, (draft) => {
    for (const one of given) linkIn(draft, one.links[0]!.source, { ...at, side: 'input', field: named(draft, at, 'input', one.key) }, ids)
    for (const one of results) for (const each of one.links) linkIn(draft, { card: at, output: named(draft, at, 'output', one.key), path: [] }, each.target, ids)
  })
  return { document: removeCards(linked, found.map(({ item }) => ({ flow, card: item.card })), ids), helper, call: at }
}

/** One value that several inputs take. */
interface Value {
  key: string
  type: Type
  links: Link[]
  field: string
}

function distinct(links: Link[]): Value[] {
  const values: Value[] = []
  for (const one of links) {
    const known = values.find((value) => sameSource(value.links[0]!, one))
    if (known) {
      known.links.push(one)
      continue
    }
    const wanted = one.names.at(-1) || 'value'
    let key = wanted
    for (let number = 2; values.some((value) => value.key === key); number++) key = `${wanted} ${number}`
    values.push({ key, type: one.source.type ?? { type: 'string', collection: false }, links: [one], field: '' })
  }
  return values
}

function sameSource(a: Link, b: Link): boolean {
  return sameCard(a.source.card, b.source.card) && a.source.output === b.source.output && a.source.path.join('\u0000') === b.source.path.join('\u0000')
}

const asSpec = (type: Type) => ({ type: type.type, list: type.collection })

/** The cards that were copied, in the order in which the copies are named. */
function orderOf(document: Document, ats: CardAt[]): string[] {
  const [flow, cards] = byFlow(ats)[0]!
  return outermost(treeOf(flowIn(document, flow)), cards).map(({ item }) => item.card)
}

/** The output of a copied card that a value came from. Joins and cards in ways are found by their place. */
function inHelper(document: Document, helper: Document, source: Link['source'], flow: string, moved: ReadonlyMap<string, string>) {
  const all = (data: Document, at: string, wanted: ReadonlySet<string>) => {
    const found: string[] = []
    eachItem(treeOf(flowIn(data, at)), (item) => {
      if (wanted.has(item.card)) found.push(...cardsOf(item))
    })
    return found
  }
  const before = [...moved.keys()].flatMap((card) => all(document, flow, new Set([card])))
  const after = [...moved.values()].flatMap((card) => all(helper, '', new Set([card])))
  const card = after[before.indexOf(source.card.card)]
  if (!card) throw new EditRefused('A value comes from inside of these cards and cannot be returned.')
  const output = methodIn(document, source.card).node.model.outputs!.data![source.output]!
  const copy = Object.values(fieldsIn(methodIn(helper, { flow: '', card }), 'output')).find((one) => one.key === output.key && (one.group ?? '') === (output.group ?? ''))!
  return { card: { flow: '', card }, output: copy.id, path: source.path, type: source.type }
}

function callOf(helper: Document, name: string, given: Value[], results: Value[], ids: Ids): Method {
  const spec = (one: Value): FieldSpec => ({ key: one.key, ...asSpec(one.type), custom: true })
  const flow: FieldSpec = { key: 'flo', title: 'Helper Flow', type: 'flo', list: false, required: true, data: helper.id }
  return method(kernelAddress(CALL), name, '', { timeout: 300_000, inputs: fields([flow, ...given.map(spec)], 'input', true, ids), outputs: fields(results.map(spec), 'output', true, ids) } as Partial<Method['node']['model']>, ids)
}

function named(document: Document, at: CardAt, side: 'input' | 'output', key: string): string {
  const found = Object.values(methodIn(document, at).node.model[side === 'input' ? 'inputs' : 'outputs']?.data ?? {}).find((one) => one.key === key)
  if (!found) throw new EditRefused(`The card has no ${side} ${key}.`)
  return found.id
}

/**
 * Puts the cards of a helper flow in the place of a card that calls it: between an Assign card with what it is given, and one with
 * what it returns. Refused where the helper would do something else here than there.
 */
export function inlineHelper(document: Document, at: CardAt, helper: Document, ids: Ids): Document {
  const call = methodIn(document, at)
  if (cardId(call) !== CALL) throw new EditRefused('Only a Call Flow card can be replaced by the cards of its flow.')
  const items = treeOf(helper.data)
  const start = methodIn(helper, { flow: '', card: items[0]!.card })
  const last = methodIn(helper, { flow: '', card: items.at(-1)!.card })
  const end = items.length > 1 && cardId(last) === RETURN ? last : undefined
  if (cardId(start) !== CALLABLE) throw new EditRefused('The called flow is no helper flow.')
  const ending = helper.data.methods.find((one) => one !== end && ENDS.has(cardId(one)))
  if (ending) throw new EditRefused(`“${titleOf(ending)}” ends the helper flow before its last card. Here it would end this flow.`)
  const context = fieldsOf(start.node.model.outputs).find((one) => one.group === CONTEXT && start.pins?.[one.id])
  if (context) throw new EditRefused(`The helper flow uses “${labelOf(context)}”, which only a called flow has.`)
  const taken = fieldsOf(call.node.model.outputs).filter((one) => call.pins?.[one.id])
  const unreturned = taken.find((one) => !end || !fieldsOf(end.node.model.inputs).some((each) => each.key === one.key))
  if (unreturned) throw new EditRefused(`The helper flow has no Return card with “${labelOf(unreturned)}”.`)

  const body = items.slice(1, end ? -1 : undefined).map((item) => ({ flow: '', card: item.card }))
  const title = titleOf(call)
  const assign = (name: string, from: Method) => method(kernelAddress(ASSIGN), name, '', { mirrored: true, ...assigned(from, ids) }, ids)
  const first = assign(title, start)
  const result = end && assign(`${title}: result`, end)
  let changed = edit(document, (draft) => {
    const flow = flowIn(draft, at.flow)
    const tree = treeOf(flow)
    insertAfter(tree, at.card, [first, ...(result ? [result] : [])].map((one) => ({ card: one.uuid, ways: [], join: undefined })))
    flow.methods.push(first, ...(result ? [result] : []))
    settle(flow, tree, ids)
  })
  const begin: CardAt = { flow: at.flow, card: first.uuid }
  const close: CardAt | undefined = result && { flow: at.flow, card: result.uuid }
  // Inputs of the call become those of the first Assign card: linked, or typed in.
  const { into, out } = linksAcross(document, at.flow, new Set([at.card]))
  changed = edit(changed, (draft) => {
    for (const input of fieldsOf(call.node.model.inputs)) {
      const target = Object.values(fieldsIn(methodIn(draft, begin), 'input')).find((one) => one.key === input.key)
      if (!target) continue
      const linked = into.find((one) => one.target.field === input.id)
      if (linked) linkIn(draft, linked.source, { ...begin, side: 'input', field: target.id }, ids)
      else if (input.value?.data !== null && input.value?.data !== undefined) target.value = { ...target.value, data: input.value.data }
    }
  })
  const within = body.length > 0 ? linksAcross(helper, '', new Set(body.flatMap((one) => insideOf(helper, one.card)))) : { into: [], out: [] }
  const pasted = body.length > 0 ? pasteCards(changed, { flow: at.flow, after: first.uuid }, copyCards(helper, body), ids) : undefined
  if (pasted) {
    changed = pasted.document
    const lost = new Set(pasted.lost.map((one) => one.at))
    if (lost.size !== within.into.length) throw new EditRefused('A value of the helper flow is called like one of this flow. Rename its first card and try again.')
    pasted.lost.forEach((one, index) => {
      const { source } = within.into[index]!
      const output = methodIn(helper, source.card).node.model.outputs!.data![source.output]!
      changed = link(changed, { card: begin, output: named(changed, begin, 'output', output.key), path: source.path, type: source.type }, one.at, ids)
    })
  }
  if (close && end && result) {
    const moved = new Map(body.map((one, index) => [one.card, pasted!.ats[index]!.card]))
    const ends: FieldAt[] = fieldsOf(end.node.model.inputs).map((one) => ({ flow: '', card: end.uuid, side: 'input', field: one.id }))
    for (const target of ends) {
      const input = fieldIn(helper, target)
      const to: FieldAt = { ...close, side: 'input', field: named(changed, close, 'input', input.key) }
      const link_ = within.out.find((one) => one.target.card === end.uuid && one.target.field === input.id)
      const direct = pinsTo(helper.data, end.uuid, input.id)[0]
      if (link_) {
        const there = placed(helper, changed, at.flow, moved, link_.source.card.card)
        const output = methodIn(helper, link_.source.card).node.model.outputs!.data![link_.source.output]!
        changed = link(changed, { card: there, output: named(changed, there, 'output', output.key), path: link_.source.path, type: link_.source.type }, to, ids)
      } else if (direct) {
        const across = linksAcross(helper, '', new Set([end.uuid])).into.find((one) => one.target.field === input.id)
        if (across) {
          const output = methodIn(helper, across.source.card).node.model.outputs!.data![across.source.output]!
          changed = link(changed, { card: begin, output: named(changed, begin, 'output', output.key), path: across.source.path, type: across.source.type }, to, ids)
        }
      }
    }
    for (const one of out) {
      const output = call.node.model.outputs!.data![one.source.output]!
      changed = link(changed, { card: close, output: named(changed, close, 'output', output.key), path: one.source.path, type: one.source.type }, one.target, ids)
    }
  }
  return removeCards(changed, [at], ids)
}

/** The fields of a first or last card as those of an Assign card. */
function assigned(from: Method, ids: Ids) {
  const own = fieldsOf(from.node.model.inputs).filter((one) => one.group !== CONTEXT)
  const make = (side: 'input' | 'output') => {
    const made = fields([], side, true, ids)
    own.forEach((one: Field, index) => {
      const type = fieldType(one)
      const copy = field({ key: one.key, type: type.type, list: type.collection, custom: true, data: side === 'input' ? (one.value?.data ?? null) : null }, side, index, ids)
      made.data![copy.id] = copy
    })
    return made
  }
  return { inputs: make('input'), outputs: make('output') }
}

function insideOf(document: Document, card: string): string[] {
  const found: string[] = []
  eachItem(treeOf(document.data), (item) => {
    if (item.card === card) found.push(...cardsOf(item))
  })
  return found
}

function placed(helper: Document, document: Document, flow: string, moved: ReadonlyMap<string, string>, card: string): CardAt {
  for (const [before, after] of moved) {
    const index = insideOf(helper, before).indexOf(card)
    if (index < 0) continue
    const there: string[] = []
    eachItem(treeOf(flowIn(document, flow)), (item) => {
      if (item.card === after) there.push(...cardsOf(item))
    })
    return { flow, card: there[index]! }
  }
  throw new EditRefused('A result of the helper flow comes from a card that is not there.')
}
