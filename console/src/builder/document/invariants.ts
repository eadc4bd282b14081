// What holds for every document that edits make; tests ask it after each edit.
import { cardId, type Document, type FlowData } from '../../flows/cards/document'
import { ordered } from '../../flows/cards/order'
import { flowsIn } from './containers'
import { flowIn, nestedFlows, type FlowAt } from './places'
import { isCapture, pinsOf, pinsTo } from './plumbing'
import { CALLABLE, CONTEXT, EXPAND, IF, JOIN } from './special'
import { eachCard, structureOf } from './structure'
import { Positions, treeOf } from './tree'

/** What is wrong with a document, each in a sentence. */
export function faults(document: Document): string[] {
  return [...flowsIn(document).flatMap((at) => flowFaults(at, flowIn(document, at))), ...uncovered(document)]
}

function flowFaults(at: FlowAt, flow: FlowData): string[] {
  const found: string[] = []
  const say = (text: string) => found.push(`In “${at}”: ${text}`)
  const methods = new Map(flow.methods.map((method) => [method.uuid, method]))
  if (methods.size !== flow.methods.length) say('two cards have the same id')
  const { order } = ordered(flow)
  if (order.length !== flow.methods.length) say('its order runs in a circle')
  const preceded = new Set(flow.methods.flatMap((method) => Object.keys(method.branches ?? {})))
  for (const [first, then] of Object.values(flow.orderings ?? {})) {
    if (!methods.has(first) || !methods.has(then)) say(`a pair names ${first} and ${then}, one of which is not there`)
    if (first !== then) preceded.add(then)
  }
  const roots = flow.methods.filter((method) => !preceded.has(method.uuid))
  if (roots.length !== 1) say(`it has ${roots.length} beginnings`)
  const tree = treeOf(flow)
  const positions = new Positions(tree)
  const inputs = new Map<string, number>()
  for (const pin of pinsOf(flow)) {
    const [source, target] = [methods.get(pin.source)!, methods.get(pin.card)]
    if (!source.node.model.outputs?.data?.[pin.output]) say(`${pin.source} links an output ${pin.output} that it has not`)
    if (!target?.node.model.inputs?.data?.[pin.input]) say(`${pin.source} links to ${pin.card} ${pin.input}, which is not there`)
    else if (!positions.reaches(pin.source, pin.card)) say(`${pin.card} takes a value of ${pin.source}, which has not always run before`)
    const transform = pin.transform as Record<string, { dest?: string }> | null
    if (transform && Object.entries(transform).some(([key, one]) => key !== pin.output || one.dest !== pin.output)) say(`the conversion from ${pin.source} names another output`)
    const key = `${pin.card} ${pin.input}`
    inputs.set(key, (inputs.get(key) ?? 0) + 1)
    if (inputs.get(key)! > 1 && target && cardId(target) !== JOIN) say(`${key} has several links`)
  }
  for (const method of flow.methods) {
    const id = cardId(method)
    const { model } = method.node
    for (const side of [model.inputs, model.outputs]) for (const [key, field] of Object.entries(side?.data ?? {})) if (field.id !== key) say(`the field ${key} calls itself ${field.id}`)
    if (id === EXPAND && Object.keys(method.pins ?? {}).length === 0) say(`${method.uuid} takes parts that nothing needs`)
    if (id === EXPAND && pinsTo(flow, method.uuid).length === 0) say(`${method.uuid} takes parts of nothing`)
    if (id === IF) {
      const heads = Object.keys(method.branches ?? {})
      const joins = heads.map((head) => new Set(Object.values(flow.orderings ?? {}).flatMap(([first, then]) => (first === head && cardId(methods.get(then)!) === JOIN ? [then] : []))))
      const common = [...(joins[0] ?? [])].filter((join) => joins.every((one) => one.has(join)))
      if (heads.length !== 2 || !heads.every((head) => methods.has(head)) || common.length !== 1) say(`the ways of ${method.uuid} do not meet in one join`)
    }
    for (const [input, outputs] of Object.entries(method.joins ?? {})) for (const { output } of outputs) if (!model.inputs?.data?.[input] || !model.outputs?.data?.[output]) say(`the join ${method.uuid} joins fields that it has not`)
    const nested = nestedFlows(method)
    for (const input of Object.values(model.inputs?.data ?? {})) {
      if (!isCapture(input) || id === CALLABLE) continue
      const start = nested.flatMap(({ flow: inner }) => inner.methods).find((one) => one.uuid === input.metadata!.wormholeMethodId)
      const inside = [start?.node.model.inputs, start?.node.model.outputs].map((fields) => Object.values(fields?.data ?? {}).some((one) => one.group === CONTEXT && one.key === input.key))
      if (!inside.every(Boolean)) say(`${method.uuid} hands in ${input.key}, which nothing inside takes`)
      const output = Object.values(start?.node.model.outputs?.data ?? {}).find((one) => one.group === CONTEXT && one.key === input.key)
      if (output && !start!.pins?.[output.id]) say(`${method.uuid} hands in ${input.key}, which no card inside needs`)
      if (pinsTo(flow, method.uuid, input.id).length === 0) say(`${method.uuid} hands in ${input.key}, which is linked to nothing`)
    }
    for (const { flow: inner } of nested) {
      const start = inner.methods.find((one) => cardId(one) === CALLABLE)
      for (const one of Object.values(start?.node.model.outputs?.data ?? {}))
        if (one.group === CONTEXT && one.metadata?.wormholeMethodId && !Object.values(model.inputs?.data ?? {}).some((input) => isCapture(input) && input.key === one.key)) say(`a flow inside of ${method.uuid} takes ${one.key}, which is not handed in`)
    }
  }
  return found
}

/** Cards that are shown nowhere, or twice. */
function uncovered(document: Document): string[] {
  const shown = new Map<string, number>()
  const count = (flow: FlowAt, card: string) => shown.set(`${flow}|${card}`, (shown.get(`${flow}|${card}`) ?? 0) + 1)
  eachCard(structureOf(document), (node) => {
    count(node.at.flow, node.at.card)
    if (node.join) count(node.join.at.flow, node.join.at.card)
    for (const head of Object.keys(node.method.branches ?? {})) count(node.at.flow, head)
  })
  return flowsIn(document).flatMap((at) => flowIn(document, at).methods.filter((method) => shown.get(`${at}|${method.uuid}`) !== 1).map((method) => `In “${at}”: ${method.uuid} is shown ${shown.get(`${at}|${method.uuid}`) ?? 0} times`))
}
