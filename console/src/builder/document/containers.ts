import { cardId, fieldsOf, labelOf, type Document } from '../../flows/cards/document'
import { field, nestedFlowData, type FieldSpec } from './make'
import { edit, EditRefused, fieldsIn, flowIn, methodIn, nestedAt, nestedFlow, nestedFlows, nextIndex, type CardAt, type FieldAt, type FlowAt, type Ids } from './places'
import { removePin, pinsTo, isCapture } from './plumbing'
import { BRANCH, IF, JOIN, TRY } from './special'
import { resultCards } from './fields'
import { structureOf, eachCard, nodeAt } from './structure'
import { findItem, Positions, treeOf } from './tree'

/** Adds an alternative to an If/ElseIf, before its Else. */
export function addWay(document: Document, at: CardAt, ids: Ids): { document: Document; flow: FlowAt } {
  let made: FlowAt = ''
  const changed = edit(document, (draft) => {
    const method = methodIn(draft, at)
    if (cardId(method) !== BRANCH) throw new EditRefused('Only an If/ElseIf can have more ways.')
    const inputs = fieldsIn(method, 'input')
    const last = fieldsOf(method.node.model.inputs).filter((one) => one.group === 'else')
    const first = last[0]?.metadata?.index ?? nextIndex(inputs)
    const example = fieldsOf(method.node.model.inputs).filter((one) => one.group === 'if' && one.key !== 'inputs')
    for (const one of Object.values(inputs)) if ((one.metadata?.index ?? 0) >= first) one.metadata = { ...one.metadata, index: (one.metadata?.index ?? 0) + example.length }
    const group = ids.next()
    const results = Object.values(fieldsIn(method, 'output')).map((one): FieldSpec => ({ key: one.key, type: one.value?.type ?? 'string', list: one.value?.collection ?? false, custom: true }))
    example.forEach((one, place) => {
      const isBlock = one.value?.type === 'flo'
      const any = one.key === 'left-operand' || one.key === 'right-operand'
      const added = field(
        {
          group,
          key: one.key,
          type: any ? 'string' : one.value?.type,
          list: false,
          title: one.metadata?.displayname,
          required: one.required,
          choices: one.metadata?.choices,
          data: one.key === 'operator' ? '==' : null,
          any,
        },
        'input',
        first + place,
        ids,
      )
      if (isBlock) {
        const flow = nestedFlowData(ids)
        const end = flow.methods[1]!
        for (const side of ['input', 'output'] as const)
          results.forEach((spec, index) => {
            const result = field(spec, side, index, ids)
            fieldsIn(end, side)[result.id] = result
          })
        added.value!.data = flow
        made = nestedAt(at.flow, at.card, added.id)
      }
      inputs[added.id] = added
    })
  })
  return { document: changed, flow: made }
}

/** Takes an alternative of an If/ElseIf away with the cards in it. Its first one and its Else stay. */
export function removeWay(document: Document, at: CardAt, flowField: string): Document {
  return edit(document, (draft) => {
    const method = methodIn(draft, at)
    const group = method.node.model.inputs?.data?.[flowField]?.group
    const flow = nestedFlow(method, flowField)
    if (cardId(method) !== BRANCH || !group || !flow) throw new EditRefused('Only an If/ElseIf has ways that can be deleted.')
    if (group === 'if' || group === 'else') throw new EditRefused('The first way and Else belong to every If/ElseIf. Delete the cards in them instead.')
    const inner = new Set(flow.methods.map((one) => one.uuid))
    const gone = Object.values(fieldsIn(method, 'input')).filter((one) => one.group === group || (isCapture(one) && inner.has(one.metadata!.wormholeMethodId!)))
    for (const one of gone) {
      for (const pin of pinsTo(flowIn(draft, at.flow), at.card, one.id)) removePin(draft, at.flow, pin)
      delete fieldsIn(methodIn(draft, at), 'input')[one.id]
    }
  })
}

/** An output of a card with ways, and where each way sets it. */
export interface ResultField {
  key: string
  label: string
  /** The output that the cards behind take. */
  output: FieldAt
  ways: { title: string; /** The input to link or type into. */ target: FieldAt; /** The card to link from must lie on this way. */ start: string; flow: FlowAt }[]
}

/** The outputs of an If/Else, an If/ElseIf or an If Error: what View Outputs shows. */
export function resultsOf(document: Document, at: CardAt): ResultField[] {
  const node = nodeAt(document, at)
  if (!node) return []
  if (node.id === IF && node.join) {
    const { join } = node
    return fieldsOf(join.method.node.model.outputs).flatMap((output): ResultField[] => {
      const input = Object.entries(join.method.joins ?? {}).find(([, outputs]) => outputs.some((one) => one.output === output.id))?.[0]
      if (!input) return []
      const target: FieldAt = { ...join.at, side: 'input', field: input }
      return [{ key: output.key, label: labelOf(output), output: { ...join.at, side: 'output', field: output.id }, ways: node.lanes.map((lane) => ({ title: lane.title, target, start: lane.start, flow: lane.flow })) }]
    })
  }
  if (node.id !== BRANCH && node.id !== TRY) return []
  const ends = resultCards(document, at)
  return fieldsOf(node.method.node.model.outputs)
    .filter((output) => !isCapture(output))
    .map((output) => ({
      key: output.key,
      label: labelOf(output),
      output: { ...at, side: 'output', field: output.id },
      ways: node.lanes.flatMap((lane) => {
        const end = ends.find((one) => one.flow === lane.flow)
        const input = end && Object.values(methodIn(document, end).node.model.inputs?.data ?? {}).find((one) => one.key === output.key)
        return end && input ? [{ title: lane.title, target: { ...end, side: 'input' as const, field: input.id }, start: lane.start, flow: lane.flow }] : []
      }),
    }))
}

/** At a Join, the links of one way only; elsewhere all. */
export function linksOnWay(document: Document, target: FieldAt, way: string): { source: string; output: string }[] {
  const flow = flowIn(document, target.flow)
  const pins = pinsTo(flow, target.card, target.field)
  if (cardId(methodIn(document, target)) !== JOIN) return pins
  const tree = treeOf(flow)
  const which = findItem(tree, target.card)?.item.ways.findIndex((one) => one.head === way)
  const positions = new Positions(tree)
  return pins.filter((pin) => positions.wayOf(target.card, pin.source) === which)
}

/** Takes the link of one way of an If/Else away from an output of it. */
export function unlinkWay(document: Document, target: FieldAt, way: string): Document {
  return edit(document, (draft) => {
    const gone = linksOnWay(draft, target, way)
    for (const pin of pinsTo(flowIn(draft, target.flow), target.card, target.field)) if (gone.some((one) => one.source === pin.source && one.output === pin.output)) removePin(draft, target.flow, pin)
  })
}

/** Every nested flow of a document, the flow itself first. */
export function flowsIn(document: Document): FlowAt[] {
  const flows: FlowAt[] = ['']
  eachCard(structureOf(document), (node) => nestedFlows(node.method).forEach(({ field: name }) => flows.push(nestedAt(node.at.flow, node.at.card, name))))
  return flows
}

