import type { SourceAt } from '../document'

/** A value inside of a text: an input of the card by its key, under a name that nothing else in the text has. */
export interface Placeholder {
  key: string
  name: string
}

/** What {@link partsOf} finds: text, an input of the card, or a value that is yet to be linked. */
export type Part = string | { key: string } | { source: SourceAt }

/** Names that are all different: the second of the same kind gets a number. */
export function named(placeholders: readonly { key: string; label: string }[]): Placeholder[] {
  const taken = new Set<string>()
  return placeholders.map(({ key, label }) => {
    const name = freeName(label, taken)
    taken.add(name)
    return { key, name }
  })
}

/** A name like this that is not taken; brackets would end it. */
export function freeName(label: string, taken: ReadonlySet<string>): string {
  const plain = label.replaceAll(/[⟨⟩]/g, '').trim() || 'value'
  let name = plain
  for (let number = 2; taken.has(name); number++) name = `${plain} ${number}`
  return name
}

/** The text of the document as people write it: `Hello ⟨Email⟩`. Placeholders that no input fills stay as they are. */
export function shownText(text: string, placeholders: readonly Placeholder[]): string {
  return text.replaceAll(/\{\{\{([^{}]+)\}\}\}/g, (whole, key: string) => {
    const found = placeholders.find((one) => one.key === key)
    return found ? `⟨${found.name}⟩` : whole
  })
}

/** What people wrote, as parts for the document. Names in brackets that nobody knows stay text. */
export function partsOf(written: string, placeholders: readonly Placeholder[], inserted: ReadonlyMap<string, SourceAt>): Part[] {
  const parts: Part[] = []
  let text = ''
  const push = (part: Part) => {
    if (text) parts.push(text)
    text = ''
    parts.push(part)
  }
  for (const piece of written.split(/(⟨[^⟨⟩]*⟩)/)) {
    const name = piece.startsWith('⟨') ? piece.slice(1, -1) : undefined
    const known = name === undefined ? undefined : placeholders.find((one) => one.name === name)
    const source = name === undefined ? undefined : inserted.get(name)
    if (known) push({ key: known.key })
    else if (source) push({ source })
    else text += piece
  }
  if (text) parts.push(text)
  return parts
}
