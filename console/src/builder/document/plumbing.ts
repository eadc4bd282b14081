import { cardId, type Document, type Field, type FlowData, type Method } from '../../flows/cards/document'
import { cardIn, fieldsIn, flowIn, holderOf, methodIn, nestedAt, nestedFlows, type CardAt, type FlowAt } from './places'
import { CONTEXT, EXPAND } from './special'
import { settle, stillThere, treeOf } from './tree'

// What an editor makes so that values reach their inputs: links, hidden Expand cards, and values that nested flows capture.

/** A link as it is stored: at the card that the value comes from. */
export interface Pin {
  source: string
  output: string
  card: string
  input: string
  transform: unknown
}

export function pinsOf(flow: FlowData): Pin[] {
  return flow.methods.flatMap(pinsFrom)
}

export function pinsFrom(method: Method): Pin[] {
  return Object.entries(method.pins ?? {}).flatMap(([output, targets]) =>
    Object.entries(targets).flatMap(([card, links]) => links.map((link) => ({ source: method.uuid, output, card, input: link.input, transform: link.transform ?? null }))),
  )
}

export function pinsTo(flow: FlowData, card: string, input?: string): Pin[] {
  const found: Pin[] = []
  for (const method of flow.methods)
    for (const [output, targets] of Object.entries(method.pins ?? {}))
      for (const link of targets[card] ?? []) if (input === undefined || link.input === input) found.push({ source: method.uuid, output, card, input: link.input, transform: link.transform ?? null })
  return found
}

export function addPin(flow: FlowData, pin: Pin) {
  const pins = (cardIn(flow, pin.source).pins ??= {})
  const targets = (pins[pin.output] ??= {})
  ;(targets[pin.card] ??= []).push({ input: pin.input, transform: pin.transform })
}

/** Takes a link away, and the plumbing before it that nothing needs any more. */
export function removePin(document: Document, at: FlowAt, pin: Pin) {
  const source = cardIn(flowIn(document, at), pin.source)
  const targets = source.pins?.[pin.output]
  const links = targets?.[pin.card]
  if (!targets || !links) return
  const left = links.filter((link) => link.input !== pin.input)
  if (left.length > 0) targets[pin.card] = left
  else delete targets[pin.card]
  if (Object.keys(targets).length > 0) return
  delete source.pins![pin.output]
  release(document, { flow: at, card: pin.source }, pin.output)
}

/** An output that nothing takes any more: when an editor made it for that, it goes, and what led to it. */
function release(document: Document, at: CardAt, output: string) {
  const flow = flowIn(document, at.flow)
  const method = cardIn(flow, at.card)
  const field = method.node.model.outputs?.data?.[output]
  if (!field) return
  if (cardId(method) === EXPAND) {
    const outputs = fieldsIn(method, 'output')
    for (const one of Object.values(outputs)) if (one.group === field.group) delete outputs[one.id]
    if (Object.keys(method.pins ?? {}).length === 0) removeGenerated(document, at)
    return
  }
  const capture = captureOf(document, at, field)
  if (!capture) return
  dropCapture(document, at, field.key)
  for (const pin of pinsTo(flowIn(document, capture.at.flow), capture.at.card, capture.input.id)) removePin(document, capture.at.flow, pin)
  delete fieldsIn(methodIn(document, capture.at), 'input')[capture.input.id]
}

/** Takes a card away with its links. Inputs that it fed are left without a link, and plumbing that it fed goes. */
export function removeMethod(document: Document, at: CardAt) {
  for (const pin of pinsTo(flowIn(document, at.flow), at.card)) removePin(document, at.flow, pin)
  const flow = flowIn(document, at.flow)
  const method = flow.methods.find((one) => one.uuid === at.card)
  if (!method) return
  for (const pin of pinsFrom(method)) lose(document, at.flow, pin)
  const after = flowIn(document, at.flow)
  after.methods = after.methods.filter((one) => one.uuid !== at.card)
  for (const [id, pair] of Object.entries(after.orderings ?? {})) if (pair.includes(at.card)) delete after.orderings![id]
}

function removeGenerated(document: Document, at: CardAt) {
  const tree = treeOf(flowIn(document, at.flow))
  removeMethod(document, at)
  // Others may have gone with it.
  const flow = flowIn(document, at.flow)
  settle(flow, stillThere(flow, tree))
}

/** What a link fed gets nothing any more: plumbing of an editor goes with all that it feeds. */
export function lose(document: Document, at: FlowAt, pin: Pin) {
  const target = flowIn(document, at).methods.find((one) => one.uuid === pin.card)
  if (!target) return
  if (cardId(target) === EXPAND) {
    removeGenerated(document, { flow: at, card: pin.card })
    return
  }
  const input = target.node.model.inputs?.data?.[pin.input]
  if (!input || !isCapture(input)) return
  const others = pinsTo(flowIn(document, at), pin.card, pin.input).filter((one) => one.source !== pin.source || one.output !== pin.output)
  if (others.length > 0) return
  for (const { field, flow } of nestedFlows(target)) {
    const start = flow.methods.find((one) => one.uuid === input.metadata?.wormholeMethodId)
    const output = start && Object.values(start.node.model.outputs?.data ?? {}).find((one) => one.group === CONTEXT && one.key === input.key)
    if (!start || !output) continue
    const inner = { flow: nestedAt(at, pin.card, field), card: start.uuid }
    for (const one of pinsFrom(start).filter((each) => each.output === output.id)) {
      lose(document, inner.flow, one)
      const targets = methodIn(document, inner).pins
      if (targets) delete targets[output.id]
    }
    dropCapture(document, inner, input.key)
  }
  delete fieldsIn(methodIn(document, { flow: at, card: pin.card }), 'input')[input.id]
}

/** The input of the container from which a nested flow's first card has an output. */
export function captureOf(document: Document, start: CardAt, output: Field): { at: CardAt; input: Field } | undefined {
  const holder = holderOf(start.flow)
  if (!holder || output.group !== CONTEXT || !output.metadata?.wormholeMethodId) return undefined
  const input = Object.values(methodIn(document, holder.at).node.model.inputs?.data ?? {}).find((one) => one.group === CONTEXT && one.key === output.key)
  return input && { at: holder.at, input }
}

export function isCapture(input: Field): boolean {
  return input.group === CONTEXT && Boolean(input.metadata?.wormholeMethodId)
}

function dropCapture(document: Document, start: CardAt, key: string) {
  const method = methodIn(document, start)
  for (const side of ['input', 'output'] as const) {
    const fields = fieldsIn(method, side)
    for (const one of Object.values(fields)) if (one.group === CONTEXT && one.key === key) delete fields[one.id]
  }
}
