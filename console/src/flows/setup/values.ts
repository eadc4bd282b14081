import { cardId, fieldsOf, isFlowData, nestedIn, type Document, type Field, type FlowData, type Method } from '../cards/document'

/** A constant of a card: where it stands, and what it is. */
export interface Place {
  method: Method
  field: Field
}

/** The field that a finding is about, also in nested flows; `field` is its key, behind its group and a dot. */
export function placeOf(document: Document, card: string, field: string): Place | undefined {
  return inFlow(document.data, card, field)
}

function inFlow(data: FlowData, card: string, field: string): Place | undefined {
  for (const method of data.methods) {
    if (method.uuid === card) {
      const found = fieldsOf(method.node.model.inputs).find((one) => nameOf(one) === field)
      if (found) return { method, field: found }
    }
    for (const inner of fieldsOf(method.node.model.inputs)) {
      const flow = nestedIn(inner)
      const found = flow && inFlow(flow, card, field)
      if (found) return found
    }
    const handler = method.node.model.policy?.error?.flo
    const found = isFlowData(handler) && inFlow(handler, card, field)
    if (found) return found
  }
  return undefined
}

export function nameOf(field: Field): string {
  return field.group ? `${field.group}.${field.key}` : field.key
}

/** A constant as it is typed. */
export function typed(field: Field): string {
  const value = field.value?.data
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What is typed as the field's type holds it; a message when it does not fit. */
export function parsed(field: Field, text: string): { value: unknown } | { mistake: string } {
  const { type, collection } = field.value ?? {}
  if (!collection && type === 'number') {
    const number = Number(text)
    return text.trim() === '' || Number.isNaN(number) ? { mistake: 'Expected a number.' } : { value: number }
  }
  if (!collection && type === 'boolean') return text === 'true' || text === 'false' ? { value: text === 'true' } : { mistake: 'Expected true or false.' }
  if (collection || type === 'object' || typeof type === 'object') {
    try {
      const value: unknown = JSON.parse(text)
      if (collection && !Array.isArray(value)) return { mistake: 'Expected a list, as JSON.' }
      return { value }
    } catch {
      return { mistake: collection ? 'Expected a list, as JSON.' : 'Expected an object, as JSON.' }
    }
  }
  return { value: text }
}

/** The same document with another constant; all else stays as it is. */
export function withValue(document: Document, card: string, field: string, value: unknown): Document {
  const changed = structuredClone(document)
  const place = placeOf(changed, card, field)
  if (!place) throw new Error(`The flow has no field ${field} at the card ${card} any more.`)
  place.field.value = { ...place.field.value, data: value }
  return changed
}

export { cardId }
