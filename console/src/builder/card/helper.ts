import { cardId, fieldsOf, labelOf, type Document, type Field, type Method } from '../../flows/cards/document'
import { structureOf } from '../document'
import { CONTEXT, RETURN } from '../document/special'
import type { Declared } from './form'

/** What a helper flow takes and returns, by its document. */
export function helperFields(document: Document): { inputs: Declared[]; outputs: Declared[] } {
  const cards = structureOf(document).cards
  const trigger = cards[0]?.method
  const returned = new Map<string, Declared>()
  for (const method of document.data.methods) if (cardId(method) === RETURN) for (const field of given(method.node.model.inputs)) returned.set(field.key, declared(field))
  return { inputs: trigger ? given(trigger.node.model.outputs).map(declared) : [], outputs: [...returned.values()] }
}

/** Fields of the author; those of the group context come from the engine. */
function given(fields: Method['node']['model']['inputs']): Field[] {
  return fieldsOf(fields).filter((field) => field.group !== CONTEXT && !field.metadata?.forceHide && !field.value?.error)
}

function declared(field: Field): Declared {
  return {
    group: field.group ?? '',
    key: field.key,
    label: labelOf(field),
    help: field.metadata?.description,
    value: { type: field.value?.type ?? 'string', collection: field.value?.collection ?? false },
  }
}
