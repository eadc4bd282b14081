// The document of a flow: pure functions that ask it and edit it. An edit gives a new document that shares what it did not touch.
export type { Document, ErrorPolicy, Field, FlowData, Method } from '../../flows/cards/document'
export { edit, EditRefused, fieldIn, flowIn, holderOf, methodIn, nestedAt, randomIds, sameCard, seededIds } from './places'
export type { CardAt, FieldAt, FlowAt, Ids, Place } from './places'
export { eachCard, nodeAt, structureOf } from './structure'
export type { CardNode, Sequence } from './structure'
export { newDocument } from './make'
export type { Card, CardField, FieldSpec } from './make'
export { addCard, removeCards } from './cards'
export { addNote, clearInput, collapse, describeCard, isCollapsed, renameCard, setConnection, setConstant, setFlow, setNote, setOption, setPolicy } from './edits'
export type { FlowSettings } from './edits'
export { canCapture, link, linkItem, refusal, takesAny, unlink } from './links'
export type { SourceAt } from './links'
export { convert, conversion, describeConversion, fieldType, membersOf, typeName, TYPES } from './types'
export type { Conversion, Type } from './types'
export { History } from './history'

/** What must be mended before a flow can work. */
export interface Problem {
  at: import('./places').CardAt
  field?: string
  text: string
}
