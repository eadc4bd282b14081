import type { Schemas } from '../../api/client'
import { fieldsOf, isFlowData, type Field, type Method } from '../../flows/cards/document'
import { OPTIONS, TEXT } from '../document/special'
import { areOperators, operatorWords } from './operators'
import { widgetOf, type CardField, type ValueType, type Widget } from './widget'

export type Card = Schemas['Card']

export interface Choice {
  value: string
  label: string
}

/** What decides which fields a card has beside its declaration. */
export interface Dynamic {
  /** Of the chosen table. */
  columns?: readonly { name: string; type?: string }[]
  /** Fields that only the connected system knows, by side and group. */
  service?: { inputs: ReadonlyMap<string, readonly CardField[]>; outputs: ReadonlyMap<string, readonly CardField[]> }
  /** Of the chosen helper flow. */
  helper?: { inputs: readonly Declared[]; outputs: readonly Declared[] }
}

/** A field that the table or the helper asks for. */
export interface Declared {
  group: string
  key: string
  label?: string
  help?: string
  value: ValueType
}

export interface FormField {
  /** Its id in the document; missing as long as the card has no such field. */
  id?: string
  /** Its group in the document. */
  group: string
  key: string
  label: string
  help: string
  widget: Widget
  value: ValueType
  required: boolean
  secret: boolean
  /** What a blank one stands for. */
  fallback?: string | number | boolean
  choices?: Choice[]
  /** Where further choices come from. */
  loads?: 'service' | 'columns'
  /** Whether whoever builds the flow made it: it can be renamed, retyped and removed. */
  custom: boolean
  /** It is in the document, though the table or the helper has no such field any more. */
  stale: boolean
  constant: unknown
  /** In a loop: whether each item gives the value, and which part of it. */
  item?: { dynamic: boolean; path: string }
}

/** Where fields can be created. */
export interface Creation {
  group: string
  /** Each new field has a group of its own. */
  ownGroup: boolean
  help: string
  /** The types that a new field can have; all when it is not said. */
  type?: string
  list: boolean
}

export interface FormGroup {
  name: string
  title: string
  fields: FormField[]
  creates?: Creation
  /** A way of an If/ElseIf. */
  way?: 'if' | 'else if' | 'else'
}

/** What a card asks for and gives, in the order in which it is shown. */
export interface Form {
  options: FormField[]
  inputs: FormGroup[]
  outputs: FormGroup[]
  /** Whether its inputs are the outputs once more, so that only one of them is shown. */
  mirrored: boolean
  /** Whether its item fields can take an item of the list that it walks through. */
  loops: boolean
}

/** The form of a card by its declaration; a card that is not installed is drawn from the document alone. */
export function formOf(card: Card | undefined, method: Method, dynamic: Dynamic = {}): Form {
  const inputs = fieldsOf(method.node.model.inputs)
  const outputs = fieldsOf(method.node.model.outputs)
  const declaredInputs = card?.inputs ?? []
  const declaredOutputs = card?.outputs ?? []
  const mirrored = declaredOutputs.some((field) => field.dynamic === 'same-as-inputs' && field.group === '*')
  const options = optionsOf(card?.options ?? [], inputs)
  return {
    options,
    inputs: groupsOf(declaredInputs, inputs.filter((field) => field.group !== OPTIONS), 'input', dynamic),
    outputs: groupsOf(declaredOutputs, outputs, 'output', dynamic, mirrored ? declaredInputs : []),
    mirrored,
    loops: declaredInputs.some((field) => field.dynamic === 'helper-inputs') && declaredInputs.some((field) => field.list || isCount(field)),
  }
}

/** Loops that walk through numbers instead of a list. */
function isCount(field: CardField): boolean {
  return field.type === 'integer' && Boolean(field.required) && field.key !== 'concurrency'
}

function optionsOf(declared: CardField[], inputs: Field[]): FormField[] {
  const present = inputs.filter((field) => field.group === OPTIONS)
  const known = declared.map((field) => formField(field, present.find((one) => one.key === field.key)))
  const rest = present.filter((field) => !isHidden(field) && !declared.some((one) => one.key === field.key))
  return [...known, ...rest.map((field) => formField(undefined, field))]
}

function groupsOf(declared: CardField[], present: Field[], side: 'input' | 'output', dynamic: Dynamic, mirror: CardField[] = []): FormGroup[] {
  const groups = new Map<string, FormGroup>()
  const group = (name: string) => {
    let known = groups.get(name)
    if (!known) groups.set(name, (known = { name, title: name, fields: [] }))
    return known
  }
  const used = new Set<Field>()
  const take = (groupName: string, key: string) => {
    const found = present.find((field) => (field.group ?? '') === groupName && field.key === key && !field.value?.error)
    if (found) used.add(found)
    return found
  }
  for (const field of declared) {
    if (field.key !== undefined) {
      const found = take(field.group, field.key)
      if (field.type === 'block' || (found && isHidden(found))) continue
      group(field.group).fields.push(formField(field, found))
    }
    for (const known of served(field, side, dynamic)) {
      const found = take(field.group, known.key!)
      group(field.group).fields.push(formField({ ...known, group: field.group }, found))
    }
    for (const one of asked(field, dynamic)) {
      const found = take(one.group, one.key)
      group(one.group).fields.push({ ...formField({ ...field, list: one.value.collection }, found, one), custom: false })
    }
  }
  const creators = [...declared, ...mirror].filter((field) => field.key === undefined && isMade(field) && field.type !== 'condition-rows')
  for (const creator of creators) group(creator.group === '*' ? '' : creator.group).creates = creation(creator, side)
  const ways = declared.some((field) => field.type === 'condition-rows')
  for (const field of present) {
    if (used.has(field) || isHidden(field)) continue
    const name = field.group ?? ''
    const creator = creators.find((one) => one.group === name || one.group === '*')
    const row = ways ? declared.find((one) => one.type === 'condition-rows')?.row?.find((one) => one.key === field.key) : undefined
    // Fields in groups of their own, one each, are shown as one list.
    const shownIn = creator?.group === '*' && side === 'input' && name !== '' && !declared.some((one) => one.group === name) ? '' : name
    const made = formField(row ? { ...row, group: name } : creator && creator.type !== 'any' ? { ...creator, key: field.key } : undefined, field)
    const stale = !row && !creator && declared.some((one) => one.key === undefined && isAsked(one) && (one.group === name || one.group === '*' || one.group === '') && isKnown(one, dynamic))
    group(shownIn).fields.push({ ...made, custom: Boolean(creator) && !row, stale })
  }
  return [...groups.values()].filter((one) => one.fields.length > 0 || one.creates).map((one) => (ways && side === 'input' ? asWay(one) : one))
}

/** Groups of an If/ElseIf are its ways; the last one has no condition. */
function asWay(group: FormGroup): FormGroup {
  if (group.name === 'if') return { ...group, title: 'If', way: 'if' }
  if (group.name === 'else') return { ...group, title: 'Else', way: 'else' }
  return { ...group, title: 'Else if', way: 'else if' }
}

function creation(field: CardField, side: 'input' | 'output'): Creation {
  const any = field.value.type === '*'
  return { group: field.group === '*' ? '' : field.group, ownGroup: field.group === '*' && side === 'input', help: field.help, type: any ? undefined : field.value.type, list: field.value.collection }
}

/** Whether whoever builds the flow can make fields of it; those that a connected system knows have others beside them. */
function isMade(field: CardField): boolean {
  return field.dynamic === 'author-defined' || field.dynamic === 'service'
}

/** What the connected system answered for a group. */
function served(field: CardField, side: 'input' | 'output', dynamic: Dynamic): readonly CardField[] {
  if (field.key !== undefined || field.dynamic !== 'service') return []
  return (dynamic.service?.[side === 'input' ? 'inputs' : 'outputs'].get(field.group) ?? []).filter((one) => one.key !== undefined)
}

/** Whether its fields come from somewhere else than the builder's author. */
export function isAsked(field: CardField): boolean {
  return field.dynamic === 'table-columns' || field.dynamic === 'helper-inputs' || field.dynamic === 'helper-outputs'
}

export function isKnown(field: CardField, dynamic: Dynamic): boolean {
  return field.dynamic === 'table-columns' ? dynamic.columns !== undefined : dynamic.helper !== undefined
}

/** The fields that a declaration without a key stands for. */
export function asked(field: CardField, dynamic: Dynamic): Declared[] {
  if (field.key !== undefined) return []
  switch (field.dynamic) {
    case 'table-columns':
      return (dynamic.columns ?? []).map((column) => ({ group: field.group, key: column.name, value: { type: COLUMN_TYPES[column.type ?? 'text'] ?? 'string', collection: false } }))
    case 'helper-inputs':
      return (dynamic.helper?.inputs ?? []).map((one) => ({ ...one, group: field.group }))
    case 'helper-outputs':
      return (dynamic.helper?.outputs ?? []).map((one) => ({ ...one, group: field.group }))
    default:
      return []
  }
}

const COLUMN_TYPES: Record<string, string> = { text: 'string', number: 'number', boolean: 'boolean', date: 'Date' }

/** Made by editors to carry values, or kept out of sight by whoever published the flow. */
export function isHidden(field: Field): boolean {
  return Boolean(field.metadata?.forceHide || field.metadata?.hidden || field.metadata?.wormholeMethodId || field.value?.error || isFlowData(field.value?.data) || field.group === '_expr')
}

function formField(declared: CardField | undefined, field: Field | undefined, one?: Declared): FormField {
  const key = one?.key ?? declared?.key ?? field?.key ?? ''
  const value = valueType(field, one?.value ?? declared?.value)
  const kind: Pick<CardField, 'type' | 'list' | 'secret'> = one || !declared ? { type: 'any', list: false, secret: declared?.secret } : declared
  const choices = choicesOf(declared, field)
  const widget = choices && !declared ? 'choice' : field && !declared && Array.isArray(field.metadata?.choices) ? 'choice' : widgetOf(kind, value)
  const proxy = proxyOf(field)
  return {
    id: field?.id,
    group: one?.group ?? field?.group ?? declared?.group ?? '',
    key,
    label: field?.metadata?.displayname || one?.label || declared?.title || (key === TEXT ? 'Text' : key),
    help: one?.help ?? declared?.help ?? field?.metadata?.description ?? '',
    widget,
    value,
    required: declared?.key !== undefined && !one ? Boolean(declared.required) : Boolean(field?.required),
    secret: Boolean(declared?.secret),
    fallback: declared?.default,
    choices,
    loads: one ? undefined : declared?.key === undefined ? undefined : declared.dynamic === 'choices' ? 'service' : declared.dynamic === 'table-columns' ? 'columns' : undefined,
    custom: false,
    stale: false,
    constant: field?.value?.data,
    item: proxy,
  }
}

function valueType(field: Field | undefined, declared: { type: unknown; collection: boolean } | undefined): ValueType {
  if (field?.value?.type !== undefined) return { type: field.value.type, collection: Boolean(field.value.collection) }
  return { type: declared?.type === '*' || declared === undefined ? 'string' : declared.type, collection: Boolean(declared?.collection) }
}

function proxyOf(field: Field | undefined): FormField['item'] {
  const proxy = field?.value?.proxy
  if (typeof proxy !== 'object' || proxy === null) return undefined
  const { dynamic, path } = proxy as { dynamic?: boolean; path?: string | null }
  return { dynamic: Boolean(dynamic), path: path ?? '' }
}

/** Choices of the declaration, with the labels that the document has for them. */
function choicesOf(declared: CardField | undefined, field: Field | undefined): Choice[] | undefined {
  const labels = new Map<string, string>()
  for (const choice of field?.metadata?.choices ?? []) {
    if (typeof choice === 'object' && choice !== null && 'value' in choice) {
      const { value, label } = choice as { value: unknown; label?: unknown }
      labels.set(String(value), String(label ?? value))
    } else labels.set(String(choice), String(choice))
  }
  if (declared?.choices) {
    const words = areOperators(declared.choices)
    return declared.choices.map((value) => ({ value, label: words ? operatorWords(value) : (labels.get(value) ?? value) }))
  }
  if (declared && declared.type !== 'enum' && declared.type !== 'any') return undefined
  return labels.size > 0 ? [...labels].map(([value, label]) => ({ value, label })) : undefined
}

/** Whether nothing was given: an empty text is something, see docs/reference/engine.md. */
export function isBlank(field: FormField): boolean {
  const { constant } = field
  if (constant === null || constant === undefined) return true
  if (constant === '') return field.widget !== 'text' && field.widget !== 'multiline'
  return typeof constant === 'object' && Object.keys(constant).length === 0
}

export function isCondition(group: FormGroup): boolean {
  return group.fields.some((field) => field.key === 'left-operand') && group.fields.some((field) => field.key === 'right-operand')
}

/** The flow that a card calls, by its id. */
export function helperOf(method: Method): string | undefined {
  const field = fieldsOf(method.node.model.inputs).find((one) => one.value?.type === 'flo' && !one.metadata?.forceHide && typeof one.value.data === 'string' && one.value.data !== '')
  return field?.value?.data as string | undefined
}

/** The table that a card works on, by its id. */
export function tableOf(card: Card | undefined, method: Method): string | undefined {
  const option = card?.options.find((one) => one.type === 'table')
  if (!option) return undefined
  const value = fieldsOf(method.node.model.inputs).find((one) => one.group === OPTIONS && one.key === option.key)?.value?.data
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Constants of a card by group and key, as the API takes them. */
export function valuesOf(method: Method): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fieldsOf(method.node.model.inputs)) {
    const value = field.value?.data
    if (value === null || value === undefined || field.value?.type === 'flo') continue
    if (field.group) values[field.group] = { ...(values[field.group] as object | undefined), [field.key]: value }
    else values[field.key] = value
  }
  return values
}
