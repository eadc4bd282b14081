import { fieldsOf, labelOf, nestedIn, typeOf, type Field, type Method } from '../../flows/cards/document'

/** An input of a card, as a test asks for it. */
export interface TestInput {
  name: string
  group: string
  key: string
  label: string
  type: string
  /** Whether it is typed as JSON. */
  json: boolean
  text: string
}

/** The inputs of a card with what they are filled with first: what was recorded, else what is typed in. */
export function inputsOf(method: Method, recorded: Record<string, unknown> | undefined): TestInput[] {
  return fieldsOf(method.node.model.inputs)
    .filter((field) => !field.metadata?.forceHide && !nestedIn(field) && !field.value?.error)
    .map((field) => {
      const type = typeOf(field)
      const json = type === 'Object' || type === 'File' || type.startsWith('List of')
      const group = field.group ?? ''
      return { name: `${group}/${field.key}`, group, key: field.key, label: group && group !== 'parameters' ? `${group} / ${labelOf(field)}` : labelOf(field), type, json, text: textOf(valueOf(field, recorded), json) }
    })
}

function valueOf(field: Field, recorded: Record<string, unknown> | undefined): unknown {
  const inside = field.group ? (recorded?.[field.group] as Record<string, unknown> | undefined) : recorded
  return inside && field.key in inside ? inside[field.key] : field.value?.data
}

function textOf(value: unknown, json: boolean): string {
  if (value === null || value === undefined) return ''
  return json ? JSON.stringify(value, null, 2) : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What is sent: values by key, those of a group in an object of its name.
 *
 * @throws Error naming the input whose text is not of its type
 */
export function given(inputs: TestInput[], texts: Record<string, string>): Record<string, unknown> {
  const all: Record<string, unknown> = {}
  for (const input of inputs) {
    const value = read(input, texts[input.name] ?? '')
    if (input.group === '') all[input.key] = value
    else all[input.group] = { ...(all[input.group] as object | undefined), [input.key]: value }
  }
  return all
}

function read({ label, type, json }: TestInput, text: string): unknown {
  if (text.trim() === '' && type !== 'Text') return null
  if (json) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new Error(`${label}: expected ${type}, as JSON.`)
    }
  }
  if (type === 'Number') {
    const number = Number(text)
    if (Number.isNaN(number)) throw new Error(`${label}: expected a number, found “${text}”.`)
    return number
  }
  return type === 'True/False' ? text === 'true' : text
}
