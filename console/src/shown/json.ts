/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** A step into a value: a member's name or a place in a list. */
export type Step = string | number

/** As it is written in cards and filters: `a.b[0]["odd name"]`. */
export function pathOf(steps: Step[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      if (/^[A-Za-z_$][\w$]*$/.test(step)) return index === 0 ? step : `.${step}`
      return `[${JSON.stringify(step)}]`
    })
    .join('')
}

/** What is copied: a text as it is, everything else as JSON. */
export function copied(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** As it is read best: what is JSON is indented, another text stays as it is. */
export function indented(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'object' && read !== null ? JSON.stringify(read, null, 2) : value
  } catch {
    return value
  }
}

/** What stands for a value that is folded. */
export function folded(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value)
    return names.length === 1 ? '1 field' : `${names.length} fields`
  }
  return ''
}

export function isBranch(value: Json): value is Json[] | { [name: string]: Json } {
  return typeof value === 'object' && value !== null
}

export function members(value: Json[] | { [name: string]: Json }): [Step, Json][] {
  return Array.isArray(value) ? value.map((item, index): [Step, Json] => [index, item]) : Object.entries(value)
}

/** Whether the text is in a name or a value at or below it. */
export function mentions(value: Json, text: string): boolean {
  if (!isBranch(value)) return String(value).toLowerCase().includes(text)
  return members(value).some(([name, inner]) => String(name).toLowerCase().includes(text) || mentions(inner, text))
}
