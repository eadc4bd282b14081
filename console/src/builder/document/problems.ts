import { fieldsOf, labelOf, titleOf, type Document } from '../../flows/cards/document'
import type { Card, CardField } from './make'
import { flowIn, type CardAt } from './places'
import { isCapture, pinsOf } from './plumbing'
import { COMMENT, EXPAND, JOIN, NOOP, OPTIONS, TEXT } from './special'
import { itemOf } from './sources'
import { placeholders } from './fields'
import { eachCard, structureOf } from './structure'

/** What must be mended before a flow can work. */
export interface Problem {
  at: CardAt
  /** The input. */
  field?: string
  text: string
}

/** What is missing, card by card; the server finds more when it checks the flow. */
export function problems(document: Document, catalog: ReadonlyMap<string, Card>): Problem[] {
  const found: Problem[] = []
  const linked = new Map<string, Set<string>>()
  const linksOf = (flow: string) => {
    let inputs = linked.get(flow)
    if (!inputs) linked.set(flow, (inputs = new Set(pinsOf(flowIn(document, flow)).map((pin) => `${pin.card} ${pin.input}`))))
    return inputs
  }
  const first = structureOf(document).start
  eachCard(structureOf(document), ({ at, method, id }, sequence) => {
    if (id === COMMENT || id === EXPAND || id === JOIN) return
    const isTrigger = at.card === sequence.start
    if (id === NOOP) {
      if (at.flow === '' && at.card === first) found.push({ at, text: 'Nothing starts this flow yet. Choose an event, or run it by hand.' })
      return
    }
    const card = catalog.get(id)
    if (!card) {
      found.push({ at, text: `This Hookline has no card ${id}. Install its connector, or delete the card.` })
      return
    }
    if ((card as { connects?: boolean }).connects && !method.node.model.config) found.push({ at, text: 'It needs a connection.' })
    if (isTrigger && !card.connector) return
    const inputs = fieldsOf(method.node.model.inputs)
    const links = linksOf(at.flow)
    for (const input of inputs) {
      if (isCapture(input) || itemOf(input) || links.has(`${at.card} ${input.id}`)) continue
      const declared = declaredOf(card, input.group ?? '', input.key)
      if (!(input.required || declared?.required) || declared?.default !== undefined) continue
      const value = input.value?.data
      const isBlank = value === null || value === undefined || (value === '' && (input.value?.type !== 'string' || input.group === OPTIONS))
      if (isBlank) found.push({ at, field: input.id, text: blank(labelOf(input), declared) })
    }
    const text = inputs.find((one) => one.key === TEXT)
    for (const key of new Set(placeholders(text?.value?.data))) if (text && !inputs.some((one) => one.key === key)) found.push({ at, field: text.id, text: `The text names a value ${key} that is not there any more.` })
  })
  return found
}

function blank(label: string, declared: CardField | undefined): string {
  if (declared?.type === 'flow') return `Choose a flow for “${label}”.`
  return declared?.choices || declared?.dynamic ? `Choose a value for “${label}”.` : `“${label}” is required: type a value or link one.`
}

export function declaredOf(card: Card, group: string, key: string): CardField | undefined {
  return [...card.options, ...card.inputs].find((one) => one.key === key && (one.group === group || one.group === '*')) ?? card.inputs.find((one) => one.type === 'condition-rows' && !['if', 'else'].includes(group))?.row?.find((one) => one.key === key)
}

export interface Hit {
  at: CardAt
  field?: string
  /** The card's title. */
  title: string
  /** What the words were found in. */
  text: string
}

/** Cards in whose titles, notes, fields or constants all words occur, in the order in which they run. */
export function find(document: Document, words: string): Hit[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const matches = (text: string) => wanted.every((word) => text.toLowerCase().includes(word))
  const hits: Hit[] = []
  eachCard(structureOf(document), ({ at, method, hidden, id }) => {
    if (hidden) return
    const title = titleOf(method)
    const { comments } = method.node.model
    const note = typeof comments === 'string' ? comments : comments ? `${comments.title ?? ''} ${comments.markdown ?? ''}`.trim() : ''
    if (matches(`${title} ${id}`)) hits.push({ at, title, text: title })
    else if (note && matches(note)) hits.push({ at, title, text: note })
    for (const [side, fields] of [['input', method.node.model.inputs] as const, ['output', method.node.model.outputs] as const])
      for (const one of fieldsOf(fields)) {
        if (one.metadata?.forceHide || one.metadata?.hidden) continue
        const value = side === 'input' && one.value?.data !== null && one.value?.data !== undefined && one.value.type !== 'flo' ? (typeof one.value.data === 'string' ? one.value.data : JSON.stringify(one.value.data)) : ''
        const text = value ? `${labelOf(one)}: ${value}` : labelOf(one)
        if (matches(text)) hits.push({ at, field: one.id, title, text })
      }
  })
  return hits
}

