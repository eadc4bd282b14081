import { cardId, type Document, type Field, type Fields, type FlowData, type Method, type Model } from '../../flows/cards/document'
import type { Schemas } from '../../api/client'
import { flowId, type Ids } from './places'
import { CALLABLE, COMMENT, CONTEXT, EXPAND, JOIN, kernelAddress, MIRRORS, NOOP, OPTIONS, RETURN } from './special'
import { membersOf, type Type } from './types'

export type Card = Schemas['Card']
export type CardField = Schemas['CardField']

/** Every type that a field may be given by hand, as published files list them. */
const ANY = ['string', 'number', 'boolean', 'Date', 'Array', 'object', 'file', 'flo', 'folder']

/** A field to be made. */
export interface FieldSpec {
  group?: string
  key: string
  type: unknown
  list: boolean
  /** The label, when it is not the key. */
  title?: string
  required?: boolean
  /** Whether the author made it, and may rename it. */
  custom?: boolean
  hidden?: boolean
  choices?: unknown[]
  data?: unknown
  /** Whether any type may be linked to it: it then takes that type. */
  any?: boolean
  /** Whether it belongs to the card's error policy. */
  error?: boolean
}

export function field(spec: FieldSpec, side: 'input' | 'output', index: number, ids: Ids): Field {
  const metadata: NonNullable<Field['metadata']> = { index }
  if (spec.title && spec.title !== spec.key) metadata.displayname = spec.title
  if (spec.custom) metadata.custom = true
  if (spec.hidden) metadata.hidden = true
  if (spec.choices) metadata.choices = spec.choices
  const made: Field = {
    id: ids.next(),
    group: spec.group || null,
    key: spec.key,
    value: { type: spec.type, collection: spec.list, data: spec.data ?? null, available: spec.any || spec.custom ? ANY : [], error: spec.error ?? false, proxy: false, check: false },
    ref: spec.list,
    metadata,
  }
  if (side === 'input') {
    made.required = spec.required ?? false
    made.flags = spec.group === OPTIONS ? 'p' : 'd'
  }
  return made
}

/** What a field of the catalog asks for, as a field of a document. */
export function specOf(declared: CardField): FieldSpec {
  const any = declared.value.type === '*'
  return {
    group: declared.group,
    key: declared.key!,
    type: any ? (declared.list ? 'object' : 'string') : declared.value.type,
    list: declared.value.collection,
    title: declared.title,
    required: declared.required,
    choices: declared.choices,
    data: declared.default,
    any,
  }
}

export function method(address: string, title: string, help: string, made: Partial<Model>, ids: Ids): Method {
  const parts = address.split(':')
  const key = parts.at(-1)!
  const version = parts.slice(0, -1)
  const channel = parts.slice(0, -2)
  const parent = (path: string[]) => ({ address: path.join(':'), key: path.at(-1)!, data: { name: path.at(-1)! } })
  return {
    uuid: ids.next(),
    address,
    parents: { version: parent(version), channel: parent(channel) },
    branches: {},
    joins: {},
    pins: {},
    node: {
      key,
      data: { name: title },
      model: {
        type: 'method',
        _v: 2,
        key,
        executable: false,
        displayed: true,
        async: false,
        cooperative: false,
        mirrored: false,
        inlined: false,
        dependencies: [],
        timeout: 90_000,
        idempotent: false,
        monitor: false,
        webhook: false,
        webhookList: false,
        webhookConditions: false,
        mobile: false,
        hooks: {},
        policy: { error: { type: 'finish' } },
        metadata: { id: null, name: title, description: help },
        meta: {},
        config: null,
        partnerChannelKeys: null,
        inputs: { extensible: false, data: {} },
        outputs: { extensible: false, data: {} },
        runtime: {},
        ...made,
      } as Model,
    },
  }
}

/** What fields the author may add: of one type, or of any. */
type Open = boolean | { type: string; collection: boolean }

export function fields(specs: FieldSpec[], side: 'input' | 'output', open: Open, ids: Ids): Fields {
  const extensible = open !== false
  const own = typeof open === 'object' && open.type !== '*' ? { types: [open.type], collection: open.collection } : { types: ['*'], collection: '*' }
  const made = specs.map((spec, index) => field(spec, side, index, ids))
  const rules = Object.fromEntries(specs.filter((spec) => spec.any).map((spec) => [spec.key, { types: ['*'], collection: '*' }]))
  return { extensible, ...(extensible ? { rules: { ...rules, '*': own } } : Object.keys(rules).length > 0 ? { rules } : {}), data: Object.fromEntries(made.map((one) => [one.id, one])) }
}

/** A card as the catalog describes it, with everything blank; its nested flows are empty. */
export function cardOf(card: Card, ids: Ids): Method {
  const known = (declared: CardField[]) => declared.filter((one) => one.key !== undefined)
  const isOpen = (declared: CardField[]) => declared.find((one) => one.key === undefined)?.value ?? false
  const mirrored = isMirror(card)
  const inputs = known([...card.options, ...card.inputs]).map(specOf)
  const made = method(
    card.address,
    card.title,
    card.help,
    {
      mirrored,
      inputs: fields(mirrored ? [...inputs, ...mirroring(card, inputs)] : inputs, 'input', isOpen(card.inputs), ids),
      outputs: fields(known(card.outputs).map(specOf), 'output', isOpen(card.outputs), ids),
    },
    ids,
  )
  for (const one of [...card.options, ...card.inputs]) {
    if (one.type !== 'block' || one.key === undefined) continue
    const input = Object.values(made.node.model.inputs!.data!).find((each) => each.key === one.key && (each.group ?? '') === one.group)!
    input.value!.data = nestedFlowData(ids)
  }
  if (card.settings.some((one) => one.type === 'block' && one.key === 'card.policy.error.flo')) made.node.model.policy = { error: { type: 'handler', flo: nestedFlowData(ids, [ERROR]), merge: 'join' } }
  if (card.id === COMMENT) made.node.model.comments = { title: '', markdown: '' }
  return made
}

/** Whether the outputs of a card are its inputs. Of a Join they are too, but each may have a name of its own. */
export function isMirror(card: Card): boolean {
  return card.id !== JOIN && card.outputs.some((one) => one.dynamic === 'same-as-inputs')
}

export function mirrors(method: Method): boolean {
  return method.node.model.mirrored === true || MIRRORS.has(cardId(method))
}

/** The outputs of a mirroring card that are not asked for as inputs, as it holds them there too. */
function mirroring(card: Card, inputs: FieldSpec[]): FieldSpec[] {
  return card.outputs
    .filter((one) => one.key !== undefined)
    .map(specOf)
    .filter((output) => !inputs.some((input) => input.key === output.key && (input.group ?? '') === (output.group ?? '')))
}

const ERROR: FieldSpec = { group: CONTEXT, key: 'error', title: 'Error', list: false, type: Object.fromEntries(['message', 'code', 'method', 'flo', 'execution'].map((key) => [key, { type: 'string', collection: false }])) }

/** A nested flow that does nothing: its first card, which takes values from around, and its result. */
export function nestedFlowData(ids: Ids, given: FieldSpec[] = []): FlowData {
  const start = method(kernelAddress(CALLABLE), 'Helper Flow', '', { mirrored: true, inputs: fields(given, 'input', true, ids), outputs: fields(given, 'output', true, ids) }, ids)
  const end = method(kernelAddress(RETURN), 'Return', '', { mirrored: true, inputs: fields([], 'input', true, ids), outputs: fields([], 'output', true, ids) }, ids)
  const id = flowId(ids)
  return {
    id,
    uuid: id,
    display: { aliases: {} },
    tree: { id: 2, name: 'empty', description: '' },
    methods: [start, end],
    orderings: { [ids.next()]: [start.uuid, end.uuid] },
    model: {},
    security_level: null,
    log: false,
    inheritLog: false,
    group: null,
  } as FlowData
}

/** The generated cards of an If/Else: the hidden head of a way, and the join. */
export function headOf(ids: Ids): Method {
  return method(kernelAddress(NOOP), 'Noop', '', { displayed: false }, ids)
}

export function joinOf(ids: Ids): Method {
  return method(kernelAddress(JOIN), 'Join', '', { inputs: fields([], 'input', true, ids), outputs: fields([], 'output', true, ids) }, ids)
}

/** The hidden card that takes parts of an object. */
export function expandOf(source: string, output: string, type: Type, ids: Ids): Method {
  const made = method(kernelAddress(EXPAND), source, '', { displayed: false, inputs: fields([{ key: 'object', type: membersOf(type) ? type.type : 'object', list: type.collection, required: true }], 'input', false, ids), outputs: fields([], 'output', true, ids) }, ids)
  for (const input of Object.values(made.node.model.inputs!.data!)) input.metadata = { ...input.metadata, srcMethodId: source, srcOutputId: output }
  return made
}

/** A flow without a trigger, for the first save. */
export function newDocument(name: string, ids: Ids): Document {
  const id = flowId(ids)
  const start = method(kernelAddress(NOOP), 'When this happens', '', {}, ids)
  return {
    id,
    name,
    description: '',
    data: {
      id: null,
      uuid: id,
      display: { preview: [{ module: 'control', name: 'noop', kernel: true }], isCallable: false, isPublishable: true, collapsedMethods: { defaultState: 'expanded', overrides: [] } },
      tree: { id: 2, name: 'empty', description: '' },
      methods: [start],
      orderings: {},
      model: {},
      cron: {},
      security_level: null,
      log: true,
      inheritLog: true,
      scheduled: false,
      group: null,
    } as FlowData,
  }
}
