import { addField, clearInput, edit, fieldIn, link, methodIn, removeField, setConstant, setFields, type CardAt, type Document, type FieldAt, type Ids, type SourceAt } from '../document'
import { asked, isAsked, isKnown, type Card, type Creation, type Dynamic, type FormField } from './form'

type Side = FieldAt['side']

/** The field of a form in the document; one that the card only could have is made first. */
export function present(document: Document, at: CardAt, side: Side, field: FormField, ids: Ids): { document: Document; at: FieldAt } {
  if (field.id !== undefined) return { document, at: { ...at, side, field: field.id } }
  const { document: made, field: id } = addField(document, at, side, { group: field.group, key: field.key, type: field.value.type, list: field.value.collection }, ids)
  const fieldAt: FieldAt = { ...at, side, field: id }
  const declared = edit(made, (draft) => {
    const one = fieldIn(draft, fieldAt)
    const { custom: _, ...metadata } = one.metadata ?? {}
    one.metadata = { ...metadata, ...(field.label !== field.key ? { displayname: field.label } : {}) }
    if (side === 'input') one.required = field.required
  })
  return { document: declared, at: fieldAt }
}

/** Gives a card the fields that its chosen table or helper asks for, and takes those away that a choice before asked for. */
export function settle(document: Document, at: CardAt, card: Card | undefined, dynamic: Dynamic, ids: Ids): Document {
  let next = document
  for (const side of ['input', 'output'] as const) {
    const fields = (side === 'input' ? card?.inputs : card?.outputs) ?? []
    const asking = fields.filter((field) => field.key === undefined && isAsked(field) && isKnown(field, dynamic))
    if (asking.length === 0) continue
    const groups = new Set(asking.map((field) => field.group))
    const keyed = new Set(fields.flatMap((field) => (field.key === undefined ? [] : [`${field.group}/${field.key}`])))
    const specs = asking.flatMap((field) => asked(field, dynamic)).map((one) => ({ group: one.group, key: one.key, title: one.label, type: one.value.type, list: one.value.collection }))
    next = setFields(next, at, side, specs, ids, (field) => groups.has(field.group ?? '') && !keyed.has(`${field.group ?? ''}/${field.key}`) && field.value?.type !== 'flo')
  }
  return next
}

export function setInput(document: Document, at: CardAt, field: FormField, value: unknown, ids: Ids): Document {
  const made = present(document, at, 'input', field, ids)
  return value === undefined ? clearInput(made.document, made.at) : setConstant(made.document, made.at, value)
}

export function linkInput(document: Document, at: CardAt, field: FormField, source: SourceAt, ids: Ids): Document {
  const made = present(document, at, 'input', field, ids)
  return link(made.document, source, made.at, ids)
}

/** A field that whoever builds the flow makes. */
export function create(document: Document, at: CardAt, side: Side, creation: Creation, made: { key: string; type: string; list: boolean }, ids: Ids): Document {
  const group = creation.ownGroup ? creation.group || ids.next() : creation.group
  return addField(document, at, side, { ...made, group }, ids).document
}

/** One condition of a where expression, as documents write it. */
export interface Condition {
  lhs: string
  op: string
  join: 'AND' | 'OR'
  rhs?: unknown
  /** A value that another card gives: it comes through a hidden input whose key is `outputId`. */
  rhd?: { methodId: string; outputId: string }
}

/** The group of the hidden inputs that bring values to conditions. */
export const EXPRESSION = '_expr'

/** A condition whose value is still to be linked. */
export type Wanted = Omit<Condition, 'rhd'> & { rhd?: Condition['rhd']; from?: SourceAt }

export function conditionsOf(value: unknown): Condition[] {
  const expr = typeof value === 'object' && value !== null ? (value as { expr?: unknown }).expr : undefined
  return Array.isArray(expr) ? (expr as Condition[]) : []
}

/** Sets the conditions; links values from other cards through hidden inputs, and takes away those that no condition asks for. */
export function setConditions(document: Document, at: CardAt, field: FormField, wanted: Wanted[], typeOf: (column: string) => string, ids: Ids): Document {
  const made = present(document, at, 'input', field, ids)
  let next = made.document
  const written = wanted.map(({ from, ...condition }): Condition => {
    if (!from) return condition
    const key = ids.next()
    const input = addField(next, at, 'input', { group: EXPRESSION, key, type: typeOf(condition.lhs), list: false }, ids)
    const inputAt: FieldAt = { ...at, side: 'input', field: input.field }
    next = link(
      edit(input.document, (draft) => {
        fieldIn(draft, inputAt).metadata = { forceHide: true }
      }),
      from,
      inputAt,
      ids,
    )
    return { lhs: condition.lhs, op: condition.op, join: condition.join, rhd: { methodId: from.card.card, outputId: key } }
  })
  next = setConstant(next, made.at, written.length > 0 ? { expr: written } : {})
  const used = new Set(written.flatMap((condition) => (condition.rhd ? [condition.rhd.outputId] : [])))
  for (const input of Object.values(methodIn(next, at).node.model.inputs?.data ?? {})) {
    if (input.group !== EXPRESSION || used.has(input.key)) continue
    next = removeField(next, { ...at, side: 'input', field: input.id })
  }
  return next
}

/** The hidden input that brings the value of a condition. */
export function expressionInput(document: Document, at: CardAt, outputId: string): FieldAt | undefined {
  const input = Object.values(methodIn(document, at).node.model.inputs?.data ?? {}).find((one) => one.group === EXPRESSION && one.key === outputId)
  return input && { ...at, side: 'input', field: input.id }
}
