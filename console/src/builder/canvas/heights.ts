import { isFlowData, type Field } from '../../flows/cards/document'
import { isCollapsed, type CardNode, type Document } from '../document'
import { HEAD } from './layout'

const FIELD = 62
const OUTPUT = 34
const GROUP = 26
const TOOLS = 44
const NOTE_LINE = 21

/** How high a card will about be; only until it was drawn once. */
export function estimatedHeight(document: Document, node: CardNode): number {
  const { model } = node.method.node
  if (model.comments && typeof model.comments === 'object') return HEAD + NOTE_LINE * (1 + Math.ceil((model.comments.markdown ?? '').length / 40))
  if (isCollapsed(document, node.at)) return HEAD
  const inputs = shown(model.inputs?.data)
  const outputs = shown(model.outputs?.data)
  return HEAD + TOOLS + GROUP * (groups(inputs) + groups(outputs)) + FIELD * inputs.length + OUTPUT * outputs.length
}

function shown(fields: Record<string, Field> | undefined): Field[] {
  return Object.values(fields ?? {}).filter((field) => !field.metadata?.forceHide && !field.metadata?.hidden && !isFlowData(field.value?.data))
}

function groups(fields: Field[]): number {
  return new Set(fields.map((field) => field.group ?? '')).size
}
