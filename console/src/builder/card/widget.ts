import type { Schemas } from '../../api/client'

export type CardField = Schemas['CardField']

/** How a constant of an input is written. */
export type Widget =
  | 'text'
  | 'multiline'
  | 'secret'
  | 'choice'
  | 'cron'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'object'
  | 'list'
  | 'where'
  | 'conditions'
  | 'file'
  | 'flow'
  | 'block'
  | 'folder'
  | 'table'

/** Type of a field as the document has it. */
export interface ValueType {
  type: unknown
  collection: boolean
}

/** The widget of a declared field; where the declaration leaves the type open, that of the document decides. */
export function widgetOf(field: Pick<CardField, 'type' | 'list' | 'secret'>, value: ValueType): Widget {
  // Columns of a table among which several are chosen are written as a list of texts.
  if (field.list || value.collection) return 'list'
  return itemWidget(field, value.type)
}

/** The widget of one value, or of one item of a list. */
export function itemWidget(field: Pick<CardField, 'type' | 'secret'>, valueType: unknown): Widget {
  switch (field.type) {
    case 'text':
      return field.secret ? 'secret' : 'text'
    case 'multiline-text':
      return field.secret ? 'secret' : 'multiline'
    case 'enum':
      return 'choice'
    case 'cron':
      return 'cron'
    case 'number':
      return 'number'
    case 'integer':
      return 'integer'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'object':
      return 'object'
    case 'where-rows':
      return 'where'
    case 'condition-rows':
      return 'conditions'
    case 'file':
      return 'file'
    case 'flow':
      return 'flow'
    case 'block':
      return 'block'
    case 'folder':
      return 'folder'
    case 'table':
      return 'table'
    case 'any':
      return widgetOfValue(valueType)
    default:
      return unknownType(field.type)
  }
}

/** The widget for a type of the document, of which nothing is declared. */
export function widgetOfValue(type: unknown): Widget {
  switch (type) {
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'Date':
      return 'date'
    case 'file':
      return 'file'
    case 'flo':
      return 'flow'
    case 'folder':
      return 'folder'
    case 'object':
      return 'object'
    default:
      return typeof type === 'object' && type !== null ? 'object' : 'text'
  }
}

function unknownType(type: never): Widget {
  throw new Error(`No widget is known for the declared type ${String(type)}`)
}
