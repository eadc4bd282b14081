import { cardId, connectorOf, fieldsOf, isFlowData, labelOf, nestedIn, titleOf, typeOf, type Document, type Field, type FlowData, type Method } from './document'
import { ordered } from './order'

/** Cards that run one after another, under a heading of the card that holds them. */
export interface Lane {
  title: string
  cards: ShownCard[]
}

/** A card as it is shown, wherever that is. */
export interface ShownCard {
  /** Where the engine says that it ran: its number in the order, behind that of the cards around it. */
  path: string
  uuid: string
  card: string
  title: string
  connector?: string
  /** The id of its connection. */
  connection?: string
  /** Made by an editor, not placed by the author. */
  hidden: boolean
  kind: 'trigger' | 'card' | 'note'
  note?: { title: string; markdown: string }
  inputs: ShownField[]
  outputs: ShownField[]
  /** What happens when it fails, if that is not that the flow fails. */
  onError?: string
  /** Helper flows that it calls, by id. */
  helpers: string[]
  lanes: Lane[]
}

export interface ShownField {
  id: string
  group: string
  key: string
  label: string
  type: string
  required: boolean
  value: Shown
}

/** What a field holds. */
export type Shown =
  | { kind: 'nothing' }
  | { kind: 'constant'; value: unknown }
  | { kind: 'flow'; id: string }
  /** One value from another card; several at the end of an If/Else, one for each way. */
  | { kind: 'from'; sources: Source[] }

export interface Source {
  uuid: string
  title: string
  /** Output and the names inside of it. */
  output: string[]
  converted: boolean
}

/** The cards of a flow with its branches and nested flows as lanes. */
export function lanesOf(document: Document): Lane {
  return lane('', document.data, '', undefined)
}

/** Every card of a lane, those in lanes of cards behind the card. */
export function eachCard(lane: Lane, visit: (card: ShownCard) => void) {
  for (const card of lane.cards) {
    visit(card)
    card.lanes.forEach((inner) => eachCard(inner, visit))
  }
}

/** What stands around a nested flow: its container, and where that takes its values from. */
interface Around {
  container: Method
  links: Links
}

interface Pin {
  source: Method
  output: string
  converted: boolean
}

class Links {
  private readonly pins = new Map<string, Pin[]>()
  private readonly methods = new Map<string, Method>()

  constructor(
    data: FlowData,
    readonly around: Around | undefined,
  ) {
    for (const method of data.methods) {
      this.methods.set(method.uuid, method)
      for (const [output, targets] of Object.entries(method.pins ?? {}))
        for (const [target, links] of Object.entries(targets))
          for (const link of links) {
            const key = `${target} ${link.input}`
            this.pins.set(key, [...(this.pins.get(key) ?? []), { source: method, output, converted: Boolean(link.transform) }])
          }
    }
  }

  /** Where an input takes its value from, with the generated cards between them left out. */
  sources(target: string, input: string): Source[] {
    return (this.pins.get(`${target} ${input}`) ?? []).flatMap((pin) => this.source(pin, []))
  }

  private source(pin: Pin, inside: string[]): Source[] {
    const output = pin.source.node.model.outputs?.data?.[pin.output]
    if (cardId(pin.source) === 'object.expand') {
      const object = fieldsOf(pin.source.node.model.inputs).find((field) => field.key === 'object')
      const names = [...(output?.metadata?.path ?? []), ...inside]
      const further = object ? (this.pins.get(`${pin.source.uuid} ${object.id}`) ?? []) : []
      if (further.length > 0) return further.flatMap((one) => this.source({ ...one, converted: one.converted || pin.converted }, names))
    }
    const captured = output && this.captured(output)
    if (captured) {
      const outer = this.around!.links.pins.get(`${this.around!.container.uuid} ${captured.id}`) ?? []
      if (outer.length > 0) return outer.flatMap((one) => this.around!.links.source({ ...one, converted: one.converted || pin.converted }, inside))
    }
    const name = output ? (output.group && !captured ? `${output.group} / ${labelOf(output)}` : labelOf(output)) : pin.output
    return [{ uuid: pin.source.uuid, title: titleOf(pin.source), output: [name, ...inside], converted: pin.converted }]
  }

  /** The input of the container that a nested flow sees as this output of its first card. */
  private captured(output: Field): Field | undefined {
    if (output.group !== 'context' || !output.metadata?.wormholeMethodId || !this.around) return undefined
    return fieldsOf(this.around.container.node.model.inputs).find((field) => field.group === 'context' && field.key === output.key)
  }
}

function lane(title: string, data: FlowData, prefix: string, around: Around | undefined): Lane {
  const { order, paths } = ordered(data)
  const links = new Links(data, around)
  const number = new Map(order.map((place, index) => [place, index]))
  const shown = new Map<number, ShownCard>()
  for (const place of order) {
    const path = `${prefix}${number.get(place)}`
    shown.set(place, card(data.methods[place]!, path, place === order[0], links))
  }
  const top: ShownCard[] = []
  for (const place of order) {
    const on = paths[place]
    const holder = on && shown.get(on.card)
    if (!holder) {
      top.push(shown.get(place)!)
      continue
    }
    const name = on.when ? 'If true' : 'Else'
    let way = holder.lanes.find((one) => one.title === name)
    if (!way) holder.lanes.push((way = { title: name, cards: [] }))
    way.cards.push(shown.get(place)!)
  }
  for (const one of shown.values()) if (one.lanes.some((way) => way.title === 'Else')) one.lanes.sort((a) => (a.title === 'If true' ? -1 : 1))
  return { title, cards: top }
}

function card(method: Method, path: string, first: boolean, links: Links): ShownCard {
  const id = cardId(method)
  const { model } = method.node
  const note = id === 'control.comment' && typeof model.comments === 'object' && model.comments ? model.comments : undefined
  const policy = model.policy?.error
  const inputs = fieldsOf(model.inputs)
  return {
    path,
    uuid: method.uuid,
    card: id,
    title: titleOf(method),
    connector: connectorOf(method),
    connection: model.config ?? undefined,
    hidden: model.displayed === false || id === 'object.expand',
    kind: first ? 'trigger' : id === 'control.comment' ? 'note' : 'card',
    note: id === 'control.comment' ? { title: note?.title ?? '', markdown: note?.markdown ?? (typeof model.comments === 'string' ? model.comments : '') } : undefined,
    inputs: first ? [] : inputs.filter((field) => !isPlumbing(field)).map((field) => shownField(field, method, links)),
    outputs: fieldsOf(model.outputs).filter((field) => !isPlumbing(field)).map((field) => ({ ...shownField(field, method, links), value: { kind: 'nothing' } })),
    onError: onError(policy),
    helpers: [...inputs.flatMap((field) => (field.value?.type === 'flo' && typeof field.value.data === 'string' && field.value.data ? [field.value.data] : [])), ...(policy?.type === 'flo' && typeof policy.flo === 'string' ? [policy.flo] : [])],
    lanes: nestedLanes(method, path, links),
  }
}

/** Fields that carry values into nested flows, and nested flows themselves, which are lanes. */
function isPlumbing(field: Field): boolean {
  return Boolean(field.metadata?.forceHide || field.metadata?.hidden || nestedIn(field))
}

function shownField(field: Field, method: Method, links: Links): ShownField {
  return {
    id: field.id,
    group: field.group === 'parameters' ? '' : (field.group ?? ''),
    key: field.key,
    label: labelOf(field),
    type: typeOf(field),
    required: Boolean(field.required),
    value: shown(field, method, links),
  }
}

function shown(field: Field, method: Method, links: Links): Shown {
  const sources = links.sources(method.uuid, field.id)
  if (sources.length > 0) return { kind: 'from', sources }
  const value = field.value?.data
  if (field.value?.type === 'flo') return typeof value === 'string' && value ? { kind: 'flow', id: value } : { kind: 'nothing' }
  if (field.value?.proxy && typeof field.value.proxy === 'object') {
    const { dynamic, path } = field.value.proxy as { dynamic?: boolean; path?: string }
    if (dynamic) return { kind: 'from', sources: [{ uuid: method.uuid, title: 'each item', output: path ? [path] : [], converted: false }] }
  }
  return isBlank(value) ? { kind: 'nothing' } : { kind: 'constant', value: withNames(value, method, links) }
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** A template's placeholders by the names of the values that fill them. */
function withNames(value: unknown, method: Method, links: Links): unknown {
  if (typeof value !== 'string' || !value.includes('{{{')) return value
  const fields = fieldsOf(method.node.model.inputs)
  return value.replace(/\{\{\{([^}]+)\}\}\}/g, (whole, key: string) => {
    const field = fields.find((one) => one.key === key)
    const source = field && links.sources(method.uuid, field.id)[0]
    return source ? `⟨${source.output.join(' › ')}⟩` : whole
  })
}

function onError(policy: { type?: string; retry?: number } | undefined): string | undefined {
  const again = policy?.retry ? `tries ${policy.retry === 1 ? 'once more' : `${policy.retry} times more`}` : undefined
  const then = policy?.type === 'flo' ? 'runs another flow instead' : policy?.type === 'return' ? 'ends the flow quietly' : undefined
  return [again, then].filter(Boolean).join(', then ') || undefined
}

function nestedLanes(method: Method, path: string, links: Links): Lane[] {
  const around = { container: method, links }
  const id = cardId(method)
  const lanes: Lane[] = []
  let alternative = 0
  for (const field of fieldsOf(method.node.model.inputs)) {
    const flow = nestedIn(field)
    if (!flow) continue
    if (id === 'control.branch') {
      const otherwise = field.group === 'else'
      const place = otherwise ? 'else' : `if[${alternative}]`
      const title = otherwise ? 'Else' : alternative === 0 ? 'If' : 'Else if'
      if (!otherwise) alternative++
      lanes.push(lane(title, flow, `${path}/${place}/`, around))
    } else {
      lanes.push(lane(id === 'control.tryCatch' ? 'Try' : 'For each', flow, `${path}/${id === 'control.tryCatch' ? 'try' : 'each'}/`, around))
    }
  }
  const handler = method.node.model.policy?.error
  if (handler?.type === 'handler' && isFlowData(handler.flo)) lanes.push(lane('If an error occurs', handler.flo, `${path}/catch/`, around))
  return lanes
}
