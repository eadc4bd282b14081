import type { Json } from '../../shown/json'

/** Keys and places from the outermost value down. */
export type Path = readonly (string | number)[]

export type Kind = 'text' | 'number' | 'boolean' | 'object' | 'list' | 'nothing'

export const KINDS: { value: Kind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True/False' },
  { value: 'object', label: 'Object' },
  { value: 'list', label: 'List' },
  { value: 'nothing', label: 'Nothing' },
]

export function kindOf(value: Json | undefined): Kind {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
}

/** The value as another kind, keeping what can be kept. */
export function as(value: Json, kind: Kind): Json {
  switch (kind) {
    case 'text':
      return typeof value === 'object' ? '' : String(value)
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'number' ? value : 0
      return Number.isFinite(number) ? number : 0
    }
    case 'boolean':
      return value === true || value === 'true'
    case 'object':
      return kindOf(value) === 'object' ? value : {}
    case 'list':
      return Array.isArray(value) ? value : value === null || value === '' ? [] : [value]
    case 'nothing':
      return null
  }
}

/** Another value at that place; all other parts are the same objects as before. */
export function setAt(value: Json, path: Path, next: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return next
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? setAt(item, rest, next) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === step ? setAt(item, rest, next) : item]))
}

export function at(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Record<string | number, Json>)[step] : undefined), value)
}

export function removeAt(value: Json, path: Path): Json {
  const last = path.at(-1)!
  const holder = path.slice(0, -1)
  const inside = at(value, holder)
  if (Array.isArray(inside)) return setAt(value, holder, inside.filter((_, index) => index !== last))
  return setAt(value, holder, Object.fromEntries(Object.entries((inside ?? {}) as Record<string, Json>).filter(([key]) => key !== last)))
}

/** Another name at the same place; nothing when the object has such a key already. */
export function renamed(value: Json, path: Path, key: string): Json | undefined {
  const last = String(path.at(-1))
  const holder = path.slice(0, -1)
  const inside = (at(value, holder) ?? {}) as Record<string, Json>
  if (key === last) return value
  if (Object.hasOwn(inside, key)) return undefined
  return setAt(value, holder, Object.fromEntries(Object.entries(inside).map(([name, item]) => [name === last ? key : name, item])))
}

/** One more item or key, with a value like that of the last one. */
export function added(value: Json, path: Path): Json {
  const inside = at(value, path)
  if (Array.isArray(inside)) return setAt(value, path, [...inside, as('', kindOf(inside.at(-1) ?? ''))])
  const held = (inside ?? {}) as Record<string, Json>
  let number = Object.keys(held).length + 1
  while (Object.hasOwn(held, `key ${number}`)) number++
  return setAt(value, path, { ...held, [`key ${number}`]: '' })
}

/** An item one place further up or down. */
export function movedBy(value: Json, path: Path, by: 1 | -1): Json {
  const index = Number(path.at(-1))
  const holder = path.slice(0, -1)
  const inside = at(value, holder)
  if (!Array.isArray(inside) || index + by < 0 || index + by >= inside.length) return value
  const items = [...inside]
  ;[items[index], items[index + by]] = [items[index + by]!, items[index]!]
  return setAt(value, holder, items)
}

/** A number as it was typed, or why it is none that documents keep. */
export function numberOf(text: string, whole: boolean): { value: number } | { mistake: string } {
  const trimmed = text.trim()
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return { mistake: `“${trimmed}” is no number. Write one such as 1250 or -0.5.` }
  const value = Number(trimmed)
  if (!Number.isFinite(value)) return { mistake: `“${trimmed}” is too large for a number.` }
  if (whole && !Number.isInteger(value)) return { mistake: `“${trimmed}” is no whole number.` }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return { mistake: `“${trimmed}” has more digits than a number keeps. Use a Text for it.` }
  return { value }
}

/** A value in a few words. */
export function summary(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : `${value.length} ${value.length === 1 ? 'item' : 'items'}`
  if (typeof value === 'object') {
    const keys = Object.keys(value)
    return keys.length === 0 ? 'empty object' : keys.length <= 3 ? keys.join(', ') : `${keys.slice(0, 3).join(', ')} and ${keys.length - 3} more`
  }
  const text = String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
