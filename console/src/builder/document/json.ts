import type { Document } from '../../flows/cards/document'

/**
 * A number whose text JavaScript would change: 1.0, 1e400, or one with more digits than it keeps. It stays as it was written until
 * somebody types another one.
 */
export class ExactNumber {
  constructor(readonly text: string) {}

  valueOf(): number {
    return Number(this.text)
  }

  toString(): string {
    return this.text
  }

  /** Also where a document is written without {@link writeDocument}, as far as the browser can. */
  toJSON(): unknown {
    const raw = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON
    return raw ? raw(this.text) : Number(this.text)
  }
}

/** The order in which members were written, of objects with names that JavaScript would sort: whole numbers. */
const orders = new WeakMap<object, string[]>()

/** Deeper ones are refused, as the server refuses them. */
const DEEPEST = 200

/** Reads JSON so that {@link writeDocument} writes the same values again: each number as it was written, members in their order. */
export function readDocument(text: string): Document {
  return new Reader(text).read() as Document
}

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  read(): unknown {
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) this.fail()
    return value
  }

  private value(depth: number): unknown {
    if (depth > DEEPEST) throw new SyntaxError(`The document is nested more than ${DEEPEST} levels deep`)
    this.space()
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth)
      case '[':
        return this.array(depth)
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(depth: number): unknown {
    const object: Record<string, unknown> = {}
    const names: string[] = []
    let sorts = false
    this.at++
    this.space()
    if (this.text[this.at] === '}') this.at++
    else
      for (;;) {
        this.space()
        if (this.text[this.at] !== '"') this.fail()
        const name = this.string()
        this.space()
        if (this.text[this.at++] !== ':') this.fail()
        const value = this.value(depth + 1)
        if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
        else object[name] = value
        names.push(name)
        sorts ||= /^(0|[1-9]\d*)$/.test(name)
        this.space()
        const next = this.text[this.at++]
        if (next === '}') break
        if (next !== ',') this.fail()
      }
    if (sorts) orders.set(object, names)
    return object
  }

  private array(depth: number): unknown[] {
    const array: unknown[] = []
    this.at++
    this.space()
    if (this.text[this.at] === ']') {
      this.at++
      return array
    }
    for (;;) {
      array.push(this.value(depth + 1))
      this.space()
      const next = this.text[this.at++]
      if (next === ']') return array
      if (next !== ',') this.fail()
    }
  }

  private string(): string {
    const from = this.at++
    for (;;) {
      const letter = this.text[this.at]
      if (letter === undefined) this.fail()
      if (letter === '\\') this.at++
      else if (letter === '"') break
      this.at++
    }
    this.at++
    return JSON.parse(this.text.slice(from, this.at)) as string
  }

  private number(): unknown {
    const found = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    found.lastIndex = this.at
    const text = found.exec(this.text)?.[0]
    if (text === undefined) this.fail()
    this.at += text.length
    const number = Number(text)
    return String(number) === text && !Object.is(number, -0) ? number : new ExactNumber(text)
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail()
    this.at += word.length
    return value
  }

  private space() {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'x')) this.at++
  }

  private fail(): never {
    throw new SyntaxError(`The document is no JSON at character ${this.at}`)
  }
}

/** The text of a document, or of a part of one. */
export function writeDocument(value: unknown): string {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map((one) => writeDocument(one ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>
    const members = namesOf(object).flatMap((name) => (object[name] === undefined ? [] : [`${JSON.stringify(name)}:${writeDocument(object[name])}`]))
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}

function namesOf(object: Record<string, unknown>): string[] {
  const order = orders.get(object)
  const names = Object.keys(object)
  if (!order) return names
  const there = new Set(names)
  const first = [...new Set(order)].filter((name) => there.delete(name))
  return [...first, ...there]
}
