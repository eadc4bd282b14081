import { cardId, fieldsOf, labelOf, type Document, type Field, type Method } from '../../flows/cards/document'
import { linkIn, unlinkIn, type SourceAt } from './links'
import { field, mirrors, type FieldSpec } from './make'
import { cardIn, edit, EditRefused, fieldIn, fieldsIn, flowIn, holderOf, methodIn, nestedAt, nestedFlows, nextIndex, type CardAt, type FieldAt, type Ids } from './places'
import { isCapture, lose, pinsFrom, pinsTo } from './plumbing'
import { BRANCH, CALLABLE, EXPAND, IF, JOIN, TEXT, TRY } from './special'
import { isLoop } from './sources'
import { findItem, settle, treeOf } from './tree'
import { conversion, fieldType, transformOf, type Type } from './types'

/** A field that a person adds. */
export interface NewField {
  group?: string
  key: string
  type: unknown
  list: boolean
}

type Side = 'input' | 'output'

/** Adds a field, and what belongs to it: the output of an input that is passed on, the results of all blocks of a container. */
export function addField(document: Document, at: CardAt, side: Side, spec: NewField, ids: Ids): { document: Document; field: string } {
  let added = ''
  const changed = edit(document, (draft) => {
    added = addFieldIn(draft, at, side, spec, ids)
  })
  return { document: changed, field: added }
}

/** The field that was asked for; of an If/Else the output of its join. */
function addFieldIn(document: Document, at: CardAt, side: Side, spec: NewField, ids: Ids): string {
  const key = spec.key.trim()
  if (!key) throw new EditRefused('A field needs a name.')
  const made: FieldSpec = { ...spec, key, custom: true }
  const method = methodIn(document, at)
  const id = cardId(method)
  if (id === IF && side === 'output') return addJoined(document, joinOfIf(document, at), made, ids).output
  if (id === JOIN) {
    const { input, output } = addJoined(document, at, made, ids)
    return side === 'input' ? input : output
  }
  if ((id === BRANCH || id === TRY) && side === 'output') {
    const output = put(method, 'output', made, ids)
    for (const end of resultCards(document, at)) putBoth(methodIn(document, end), made, ids)
    return output
  }
  const holder = holderOf(at.flow)
  if (holder && resultCards(document, holder.at).some((end) => end.flow === at.flow && end.card === at.card)) {
    addFieldIn(document, holder.at, 'output', spec, ids)
    return Object.values(fieldsIn(methodIn(document, at), side)).find((one) => one.key === key && !one.group)!.id
  }
  if (mirrors(method)) {
    const both = putBoth(method, made, ids)
    return side === 'input' ? both.input : both.output
  }
  return put(method, side, made, ids)
}

function put(method: Method, side: Side, spec: FieldSpec, ids: Ids): string {
  const fields = fieldsIn(method, side)
  if (Object.values(fields).some((one) => one.key === spec.key && (one.group ?? '') === (spec.group ?? ''))) throw new EditRefused(`There is already a field “${spec.key}”.`)
  const made = field(spec, side, nextIndex(fields), ids)
  if (side === 'input' && isLoop(method)) made.value!.proxy = { dynamic: false, path: null, dest: { key: made.key, group: made.group ?? null } }
  fields[made.id] = made
  return made.id
}

function putBoth(method: Method, spec: FieldSpec, ids: Ids): { input: string; output: string } {
  return { input: put(method, 'input', spec, ids), output: put(method, 'output', spec, ids) }
}

function addJoined(document: Document, join: CardAt, spec: FieldSpec, ids: Ids): { input: string; output: string } {
  const method = methodIn(document, join)
  const both = putBoth(method, spec, ids)
  ;(method.joins ??= {})[both.input] = [{ output: both.output, transform: null }]
  return both
}

function joinOfIf(document: Document, at: CardAt): CardAt {
  const join = findItem(treeOf(flowIn(document, at.flow)), at.card)?.item.join
  if (!join) throw new EditRefused('The ways of this card do not meet in a Join.')
  return { flow: at.flow, card: join }
}

/** The last cards of the blocks of a container, whose fields are its outputs. */
export function resultCards(document: Document, at: CardAt): CardAt[] {
  const method = methodIn(document, at)
  if (cardId(method) !== BRANCH && cardId(method) !== TRY) return []
  return nestedFlows(method).flatMap(({ field: name, flow }) => {
    const last = treeOf(flow).at(-1)
    return last && mirrors(cardIn(flow, last.card)) && cardId(cardIn(flow, last.card)) !== CALLABLE ? [{ flow: nestedAt(at.flow, at.card, name), card: last.card }] : []
  })
}

/** All fields that are the same one for people: they are renamed and removed together. */
export function twins(document: Document, at: FieldAt): FieldAt[] {
  const found = new Map<string, FieldAt>()
  const visit = (one: FieldAt) => {
    const name = `${one.flow}|${one.card}|${one.side}|${one.field}`
    if (found.has(name)) return
    found.set(name, one)
    for (const next of besides(document, one)) visit(next)
  }
  visit(at)
  return [...found.values()]
}

function besides(document: Document, at: FieldAt): FieldAt[] {
  const method = methodIn(document, at)
  const own = fieldIn(document, at)
  const id = cardId(method)
  const others: FieldAt[] = []
  const named = (card: CardAt, side: Side) => {
    const twin = Object.values(methodIn(document, card).node.model[side === 'input' ? 'inputs' : 'outputs']?.data ?? {}).find((one) => one.key === own.key && (one.group ?? '') === (own.group ?? ''))
    if (twin) others.push({ ...card, side, field: twin.id })
  }
  if (id === JOIN) {
    for (const [input, outputs] of Object.entries(method.joins ?? {}))
      for (const { output } of outputs) {
        if (at.side === 'input' && input === at.field && method.node.model.outputs?.data?.[output]) others.push({ ...at, side: 'output', field: output })
        if (at.side === 'output' && output === at.field && method.node.model.inputs?.data?.[input]) others.push({ ...at, side: 'input', field: input })
      }
    return others
  }
  if (mirrors(method)) named({ flow: at.flow, card: at.card }, at.side === 'input' ? 'output' : 'input')
  if ((id === BRANCH || id === TRY) && at.side === 'output') resultCards(document, at).forEach((end) => named(end, 'input'))
  const holder = holderOf(at.flow)
  if (holder && resultCards(document, holder.at).some((end) => end.flow === at.flow && end.card === at.card)) named(holder.at, 'output')
  return others
}

export function removeField(document: Document, at: FieldAt): Document {
  return edit(document, (draft) => {
    for (const one of twins(draft, at)) removeOne(draft, one)
  })
}

function removeOne(document: Document, at: FieldAt) {
  if (at.side === 'input') unlinkIn(document, at)
  else loseOutput(document, at)
  const method = methodIn(document, at)
  delete fieldsIn(method, at.side)[at.field]
  if (method.joins) {
    if (at.side === 'input') delete method.joins[at.field]
    else for (const [input, outputs] of Object.entries(method.joins)) if (outputs.some((one) => one.output === at.field)) method.joins[input] = outputs.filter((one) => one.output !== at.field)
  }
}

/** Takes away all that an output feeds. */
function loseOutput(document: Document, at: FieldAt) {
  for (const pin of pinsFrom(methodIn(document, at)).filter((one) => one.output === at.field)) lose(document, at.flow, pin)
  const { pins } = methodIn(document, at)
  if (pins) delete pins[at.field]
}

/** Links go by ids and stay; a text that names the field is changed with it. */
export function renameField(document: Document, at: FieldAt, key: string): Document {
  const name = key.trim()
  if (!name) throw new EditRefused('A field needs a name.')
  return edit(document, (draft) => {
    const all = twins(draft, at)
    for (const one of all) {
      const method = methodIn(draft, one)
      const own = fieldIn(draft, one)
      const before = own.key
      if (before === name) continue
      if (Object.values(fieldsIn(method, one.side)).some((each) => each.id !== own.id && each.key === name && (each.group ?? '') === (own.group ?? ''))) throw new EditRefused(`There is already a field “${name}”.`)
      own.key = name
      if (own.metadata?.displayname !== undefined) own.metadata.displayname = name
      const proxy = own.value?.proxy as { dest?: { key?: string } } | undefined
      if (proxy?.dest) proxy.dest.key = name
      const text = one.side === 'input' ? textInput(method) : undefined
      if (text && typeof text.value?.data === 'string') text.value.data = text.value.data.replaceAll(`{{{${before}}}}`, `{{{${name}}}}`)
    }
  })
}

export function textInput(method: Method): Field | undefined {
  return Object.values(method.node.model.inputs?.data ?? {}).find((one) => one.key === TEXT)
}

/** Gives a field another type. A constant that does not fit it goes; links convert as they must. */
export function retypeField(document: Document, at: FieldAt, type: { type: unknown; list: boolean }): Document {
  return edit(document, (draft) => {
    for (const one of twins(draft, at)) setType(draft, one, { type: type.type, collection: type.list })
  })
}

function setType(document: Document, at: FieldAt, type: Type) {
  const own = fieldIn(document, at)
  if (own.value?.type === type.type && (own.value?.collection ?? false) === type.collection) return
  own.value = { ...own.value, type: type.type, collection: type.collection, data: fits(own.value?.data, type) ? own.value?.data : null }
  own.ref = type.collection
  if (at.side === 'input') {
    for (const pin of pinsTo(flowIn(document, at.flow), at.card, at.field)) {
      const source = cardIn(flowIn(document, at.flow), pin.source)
      const output = source.node.model.outputs?.data?.[pin.output]
      if (!output) continue
      for (const link of source.pins?.[pin.output]?.[at.card] ?? []) if (link.input === at.field) link.transform = transformOf(pin.output, conversion(fieldType(output), type))
    }
    return
  }
  const method = methodIn(document, at)
  for (const [card, links] of Object.entries(method.pins?.[at.field] ?? {})) {
    const target = flowIn(document, at.flow).methods.find((one) => one.uuid === card)
    for (const link of links) {
      const input = target?.node.model.inputs?.data?.[link.input]
      if (!target || !input) continue
      if (isCapture(input)) retypeCapture(document, { flow: at.flow, card }, input, type)
      else if (cardId(target) === EXPAND) input.value = { ...input.value, type: type.type, collection: type.collection }
      link.transform = transformOf(at.field, conversion(type, fieldType(input)))
    }
  }
}

function retypeCapture(document: Document, holder: CardAt, input: Field, type: Type) {
  input.value = { ...input.value, type: type.type, collection: type.collection }
  for (const { field: name, flow } of nestedFlows(methodIn(document, holder))) {
    const start = flow.methods.find((one) => one.uuid === input.metadata?.wormholeMethodId)
    if (!start) continue
    for (const side of ['input', 'output'] as const)
      for (const one of Object.values(fieldsIn(start, side))) if (one.group === input.group && one.key === input.key) setType(document, { flow: nestedAt(holder.flow, holder.card, name), card: start.uuid, side, field: one.id }, type)
  }
}

function fits(data: unknown, type: Type): boolean {
  if (data === null || data === undefined) return true
  if (type.collection) return Array.isArray(data)
  switch (type.type) {
    case 'string':
    case 'Date':
      return typeof data === 'string'
    case 'number':
    case 'boolean':
      return typeof data === type.type
    default:
      return typeof data === 'object' && !Array.isArray(data)
  }
}

/** Shows a field before another one of its card, or last. */
export function moveField(document: Document, at: FieldAt, before: string | undefined): Document {
  return edit(document, (draft) => {
    const target = before === undefined ? undefined : fieldIn(draft, { ...at, field: before })
    for (const one of twins(draft, at)) {
      const { model } = methodIn(draft, one).node
      const fields = fieldsOf(one.side === 'input' ? model.inputs : model.outputs)
      const moved = fields.find((each) => each.id === one.field)!
      const others = fields.filter((each) => each !== moved)
      const place = target ? others.findIndex((each) => each.key === target.key && (each.group ?? '') === (target.group ?? '')) : -1
      others.splice(place < 0 ? others.length : place, 0, moved)
      others.forEach((each, index) => {
        if (each.metadata?.index !== index) each.metadata = { ...each.metadata, index }
      })
    }
  })
}

/** Makes a field of what is dropped on a card, named after it, and links it. */
export function linkToNew(document: Document, source: SourceAt, at: CardAt, ids: Ids, group?: string): { document: Document; field: string } {
  let added = ''
  const changed = edit(document, (draft) => {
    const output = fieldIn(draft, { ...source.card, side: 'output', field: source.output })
    const whole = fieldType(output)
    const part = source.path.length > 0 ? (source.type ?? { type: 'string', collection: false }) : whole
    const method = methodIn(draft, at)
    const wanted = source.path.at(-1) ?? labelOf(output)
    const taken = new Set(Object.values(fieldsIn(method, 'input')).map((one) => one.key))
    let key = textInput(method) ? ids.next() : wanted
    for (let number = 2; taken.has(key); number++) key = `${wanted} ${number}`
    added = addFieldIn(draft, at, 'input', { group, key, type: part.type, list: part.collection }, ids)
    linkIn(draft, source, { ...at, side: 'input', field: added }, ids)
  })
  return { document: changed, field: added }
}

/**
 * Gives a card the fields that its options or its helper flow call for. Those that stay keep their ids, links and constants; dynamic
 * ones that are not called for any more go. By default the fields that a card did not come with are dynamic.
 */
export function setFields(document: Document, at: CardAt, side: Side, declared: FieldSpec[], ids: Ids, isDynamic: (field: Field) => boolean = (one) => Boolean(one.metadata?.custom || (one.metadata as { transient?: boolean } | undefined)?.transient)): Document {
  return edit(document, (draft) => {
    const same = (one: Field, spec: FieldSpec) => one.key === spec.key && (one.group ?? '') === (spec.group ?? '')
    for (const one of Object.values(fieldsIn(methodIn(draft, at), side)))
      if (isDynamic(one) && !isCapture(one) && !declared.some((spec) => same(one, spec))) for (const twin of twins(draft, { ...at, side, field: one.id })) removeOne(draft, twin)
    for (const spec of declared) {
      const method = methodIn(draft, at)
      const fields = fieldsIn(method, side)
      const there = Object.values(fields).find((one) => same(one, spec))
      if (!there) {
        const made = fields[put(method, side, spec, ids)]!
        made.metadata = { ...made.metadata, transient: true } as Field['metadata']
        continue
      }
      setType(draft, { ...at, side, field: there.id }, { type: spec.type, collection: spec.list })
      if (side === 'input' && spec.required !== undefined && Boolean(there.required) !== spec.required) there.required = spec.required
      if (spec.title !== undefined && labelOf(there) !== spec.title) there.metadata = { ...there.metadata, displayname: spec.title }
      if (spec.choices !== undefined && JSON.stringify(there.metadata?.choices) !== JSON.stringify(spec.choices)) there.metadata = { ...there.metadata, choices: spec.choices }
    }
  })
}

/** A piece of a text: words, a value, or a placeholder that is there already. */
export type TextPart = string | { source: SourceAt } | { key: string }

/** Writes a text with placeholders. Each value becomes an input of the card that the text names; inputs that it names no more go. */
export function setText(document: Document, at: FieldAt, parts: TextPart[], ids: Ids): Document {
  return edit(document, (draft) => {
    const text = fieldIn(draft, at)
    if (text.key !== TEXT) throw new EditRefused('Only the text of a Compose card has places for values. Put a Compose card before this one and link its output.')
    const before = new Set(placeholders(text.value?.data))
    const written: string[] = []
    unlinkIn(draft, at)
    for (const part of parts) {
      if (typeof part === 'string') {
        written.push(part)
        continue
      }
      if ('key' in part) {
        written.push(`{{{${part.key}}}}`)
        continue
      }
      const key = ids.next()
      const type = placeholderType(methodIn(draft, at))
      const made = put(methodIn(draft, at), 'input', { key, type: type.type, list: type.collection, custom: true }, ids)
      linkIn(draft, part.source, { ...at, field: made }, ids)
      const output = fieldIn(draft, { ...part.source.card, side: 'output', field: part.source.output })
      const input = fieldIn(draft, { ...at, field: made })
      input.metadata = { ...input.metadata, displayname: part.source.path.at(-1) ?? labelOf(output) }
      written.push(`{{{${key}}}}`)
    }
    const data = written.join('')
    const own = fieldIn(draft, at)
    own.value = { ...own.value, data }
    const now = new Set(placeholders(data))
    for (const input of Object.values(fieldsIn(methodIn(draft, at), 'input'))) if (before.has(input.key) && !now.has(input.key) && input.key !== TEXT) removeOne(draft, { ...at, field: input.id })
    settle(flowIn(draft, at.flow), treeOf(flowIn(draft, at.flow)), ids)
  })
}

/** What such a card takes beside its text: texts, or numbers for a formula. */
function placeholderType(method: Method): Type {
  const rules = method.node.model.inputs?.rules as Record<string, { types?: string[] }> | undefined
  const types = rules?.['*']?.types
  const first = types?.find((one) => one !== '*')
  return { type: first ?? 'string', collection: false }
}

/** The keys of the inputs that a text names, in order. */
export function placeholders(text: unknown): string[] {
  return typeof text === 'string' ? Array.from(text.matchAll(/\{\{\{([^{}]+)\}\}\}/g), (found) => found[1]!) : []
}

/** A text as people see it: words and the placeholders between them. */
export function textParts(text: string): (string | { key: string })[] {
  const parts: (string | { key: string })[] = []
  let from = 0
  for (const found of text.matchAll(/\{\{\{([^{}]+)\}\}\}/g)) {
    if (found.index > from) parts.push(text.slice(from, found.index))
    parts.push({ key: found[1]! })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}
