// A flow's document, as far as it is shown: docs/reference/flopack.md says the rest.

export interface Document {
  id?: string
  name?: string
  description?: string
  data: FlowData
}

export interface FlowData {
  id?: string | null
  uuid?: string
  methods: Method[]
  orderings?: Record<string, [string, string]>
  cron?: Record<string, string | number>
  scheduled?: boolean
  security_level?: string | null
  log?: boolean
  group?: string | null
  display?: Record<string, unknown>
}

export interface Method {
  uuid: string
  address: string
  parents?: unknown
  branches?: Record<string, boolean>
  joins?: Record<string, { output: string; transform?: unknown }[]>
  pins?: Pins
  node: { key?: string; data?: { name?: string }; model: Model }
}

/** Links from the outputs of a card: by output, then by the card that takes the value. */
export type Pins = Record<string, Record<string, { input: string; transform?: unknown }[]>>

export interface Model {
  displayed?: boolean
  mirrored?: boolean
  config?: string | null
  comments?: string | { title?: string; markdown?: string } | null
  policy?: { error?: ErrorPolicy }
  inputs?: Fields
  outputs?: Fields
}

export interface ErrorPolicy {
  type?: string
  flo?: unknown
  merge?: string
  retry?: number
  delay?: number | number[]
  retryCondition?: string
}

export interface Fields {
  extensible?: boolean
  rules?: Record<string, unknown>
  groupRules?: Record<string, unknown>
  data?: Record<string, Field>
}

export interface Field {
  id: string
  group?: string | null
  key: string
  required?: boolean
  ref?: boolean
  flags?: string
  value?: { type?: unknown; collection?: boolean; data?: unknown; proxy?: unknown; error?: boolean; check?: boolean; available?: unknown[] }
  metadata?: {
    custom?: boolean
    index?: number
    displayname?: string
    hidden?: boolean
    forceHide?: boolean
    path?: string[]
    srcMethodId?: string
    srcOutputId?: string
    wormholeMethodId?: string
    choices?: unknown[]
    description?: string
  }
}

/** Which card it is, as the API names it: module.name. */
export function cardId(method: Method): string {
  const parts = method.address.split(':')
  return parts[1] === 'kernel' ? `${parts[2]}.${parts[4]}` : `${parts[3]}.${parts[5]}`
}

/** The system that it reaches; nothing for a function card. */
export function connectorOf(method: Method): string | undefined {
  const parts = method.address.split(':')
  return parts[1] === 'channels' ? parts[3] : undefined
}

export function titleOf(method: Method): string {
  return method.node.data?.name || method.node.key || cardId(method)
}

/** In the order in which a card shows them. */
export function fieldsOf(fields: { data?: Record<string, Field> } | undefined): Field[] {
  return Object.values(fields?.data ?? {}).sort((a, b) => (a.metadata?.index ?? 0) - (b.metadata?.index ?? 0))
}

export function labelOf(field: Field): string {
  return field.metadata?.displayname || (field.key === '_text_' ? 'Text' : field.key)
}

/** A flow that lies in a field of a card, which is the data of a flow. */
export function nestedIn(field: Field): FlowData | undefined {
  const value = field.value?.data
  return field.value?.type === 'flo' && isFlowData(value) ? value : undefined
}

export function isFlowData(value: unknown): value is FlowData {
  return typeof value === 'object' && value !== null && Array.isArray((value as FlowData).methods)
}

/** The type of a field in the words of the original's users. */
export function typeOf(field: Field): string {
  const { type, collection } = field.value ?? {}
  const names: Record<string, string> = { string: 'Text', number: 'Number', boolean: 'True/False', Date: 'Date & Time', file: 'File', flo: 'Flow', object: 'Object' }
  const one = typeof type === 'string' ? (names[type] ?? type) : 'Object'
  return collection ? `List of ${one}` : one
}
