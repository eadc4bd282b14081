/** A piece of a line. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold' | 'italic'; inside: Inline[] }
  | { kind: 'link'; href: string; inside: Inline[] }

export type Block = { kind: 'paragraph' | 'heading'; inside: Inline[] } | { kind: 'code'; text: string } | { kind: 'list'; ordered: boolean; items: Inline[][] }

/** Longer texts are shown as they are: nobody writes such notes, and each mark may look through all of the rest. */
const LONGEST = 20_000

/** Marks nest no deeper. */
const DEEPEST = 8

const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/
const HEADING = /^#{1,6}\s+(.*)$/
const FENCE = /^\s*(`{3,}|~{3,})/

/** The part of Markdown that notes of flows use: paragraphs, headings, lists, code, bold, italic and links. */
export function blocksOf(markdown: string): Block[] {
  if (markdown.length > LONGEST) return [{ kind: 'paragraph', inside: [{ kind: 'text', text: markdown }] }]
  const blocks: Block[] = []
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n')
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', inside: inlineOf(paragraph.join('\n')) })
    paragraph = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const fence = FENCE.exec(line)?.[1]
    const item = ITEM.exec(line)
    const heading = HEADING.exec(line)
    if (fence) {
      flush()
      const code: string[] = []
      while (++at < lines.length && !lines[at]!.trim().startsWith(fence)) code.push(lines[at]!)
      blocks.push({ kind: 'code', text: code.join('\n') })
    } else if (item) {
      flush()
      const ordered = item[1] === undefined
      const last = blocks.at(-1)
      const inside = inlineOf(item[2]!)
      if (last?.kind === 'list' && last.ordered === ordered && ITEM.test(lines[at - 1] ?? '')) last.items.push(inside)
      else blocks.push({ kind: 'list', ordered, items: [inside] })
    } else if (heading) {
      flush()
      blocks.push({ kind: 'heading', inside: inlineOf(heading[1]!) })
    } else if (line.trim() === '') flush()
    else paragraph.push(line)
  }
  flush()
  return blocks
}

const PAIRS = [
  ['**', 'bold'],
  ['__', 'bold'],
  ['*', 'italic'],
  ['_', 'italic'],
] as const

/** The pieces of a text. What is not closed, or leads elsewhere than to the web, stays the text that it is. */
export function inlineOf(text: string, depth = 0): Inline[] {
  const pieces: Inline[] = []
  let plain = ''
  const push = (piece: Inline) => {
    if (plain) pieces.push({ kind: 'text', text: plain })
    plain = ''
    pieces.push(piece)
  }
  for (let at = 0; at < text.length; ) {
    const found = depth < DEEPEST ? pieceAt(text, at, depth) : undefined
    if (found) {
      push(found.piece)
      at = found.end
    } else {
      const escaped = text[at] === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')
      plain += escaped ? text[at + 1] : text[at]
      at += escaped ? 2 : 1
    }
  }
  if (plain) pieces.push({ kind: 'text', text: plain })
  return pieces
}

function pieceAt(text: string, at: number, depth: number): { piece: Inline; end: number } | undefined {
  if (text[at] === '`') {
    const end = text.indexOf('`', at + 1)
    return end > at + 1 ? { piece: { kind: 'code', text: text.slice(at + 1, end) }, end: end + 1 } : undefined
  }
  if (text[at] === '[') return linkAt(text, at, depth)
  if (text[at] === 'h' && !/\w/.test(text[at - 1] ?? '')) return addressAt(text, at)
  for (const [mark, kind] of PAIRS) {
    if (!text.startsWith(mark, at)) continue
    const from = at + mark.length
    const end = text.indexOf(mark, from)
    const begins = !/\s/.test(text[from] ?? ' ') && !(mark[0] === '_' && /\w/.test(text[at - 1] ?? ''))
    const ends = end > from && !/\s/.test(text[end - 1]!) && !(mark[0] === '_' && /\w/.test(text[end + mark.length] ?? ''))
    if (begins && ends) return { piece: { kind, inside: inlineOf(text.slice(from, end), depth + 1) }, end: end + mark.length }
  }
  return undefined
}

function linkAt(text: string, at: number, depth: number) {
  const middle = text.indexOf('](', at)
  const end = middle < 0 ? -1 : text.indexOf(')', middle)
  if (end < 0) return undefined
  const label = text.slice(at + 1, middle)
  const href = webAddress(text.slice(middle + 2, end).trim())
  if (!href || label.trim() === '' || label.includes('[')) return undefined
  // No link within a link.
  const inside = inlineOf(label, depth + 1).flatMap((piece): Inline[] => (piece.kind === 'link' ? piece.inside : [piece]))
  return { piece: { kind: 'link' as const, href, inside }, end: end + 1 }
}

function addressAt(text: string, at: number) {
  const written = /^https?:\/\/[^\s<>"'`*]+/.exec(text.slice(at, at + 2_000))?.[0].replace(/[.,;:!?)\]]+$/, '')
  const href = written && webAddress(written)
  return href ? { piece: { kind: 'link' as const, href, inside: [{ kind: 'text' as const, text: written }] }, end: at + written.length } : undefined
}

/** The address, where it is one of the web. */
function webAddress(text: string): string | undefined {
  try {
    const { protocol, href } = new URL(text)
    return protocol === 'https:' || protocol === 'http:' ? href : undefined
  } catch {
    return undefined
  }
}
