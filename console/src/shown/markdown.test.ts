import { describe, expect, it } from 'vitest'
import { blocksOf, inlineOf, type Inline } from './markdown'

const text = (text: string): Inline => ({ kind: 'text', text })
const link = (href: string, label: string): Inline => ({ kind: 'link', href, inside: [text(label)] })

describe('inlineOf', () => {
  it('finds bold, italic, code and links', () => {
    expect(inlineOf('a **b** *c* _d_ `e*f*` [g](https://h.example/i)')).toEqual([
      text('a '),
      { kind: 'bold', inside: [text('b')] },
      text(' '),
      { kind: 'italic', inside: [text('c')] },
      text(' '),
      { kind: 'italic', inside: [text('d')] },
      text(' '),
      { kind: 'code', text: 'e*f*' },
      text(' '),
      link('https://h.example/i', 'g'),
    ])
  })

  it('nests marks', () => {
    expect(inlineOf('**a _b_**')).toEqual([{ kind: 'bold', inside: [text('a '), { kind: 'italic', inside: [text('b')] }] }])
  })

  it('makes links of addresses, without the full stop behind them', () => {
    expect(inlineOf('See https://a.example/b?c=d.')).toEqual([text('See '), link('https://a.example/b?c=d', 'https://a.example/b?c=d'), text('.')])
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,b)',
    '[a](//evil.example)',
    '[a](/console/)',
    '[a](vbscript:b)',
    '[](https://a.example)',
    '2 * 3 * 4',
    'snake_case_name',
    '**never closed',
    '`never closed',
    '[never closed](https://a.example',
    '<img src=x onerror=alert(1)>',
  ])('leaves %s as it is', (source) => {
    const flat = (pieces: Inline[]): string => pieces.map((piece) => ('text' in piece ? piece.text : flat(piece.inside))).join('')
    const pieces = inlineOf(source)
    expect(pieces.filter((piece) => piece.kind === 'link' && !piece.href.startsWith('https://'))).toEqual([])
    expect(flat(pieces)).toBe(source)
    expect(pieces.every(({ kind }) => kind === 'text' || kind === 'link')).toBe(true)
  })

  it('takes a mark behind a backslash for a character', () => {
    expect(inlineOf('\\*a\\*')).toEqual([text('*a*')])
  })

  it('puts no link into a link', () => {
    expect(inlineOf('[https://a.example](https://b.example/)')).toEqual([link('https://b.example/', 'https://a.example')])
  })
})

describe('blocksOf', () => {
  it('finds paragraphs, headings, lists and code', () => {
    expect(blocksOf('# One\r\ntwo\nthree\n\n- four\n* five\n1. six\n2) seven\n```js\n**eight**\n```\nnine')).toEqual([
      { kind: 'heading', inside: [text('One')] },
      { kind: 'paragraph', inside: [text('two\nthree')] },
      { kind: 'list', ordered: false, items: [[text('four')], [text('five')]] },
      { kind: 'list', ordered: true, items: [[text('six')], [text('seven')]] },
      { kind: 'code', text: '**eight**' },
      { kind: 'paragraph', inside: [text('nine')] },
    ])
  })

  it('reads code that is never closed to the end', () => {
    expect(blocksOf('```\na')).toEqual([{ kind: 'code', text: 'a' }])
  })

  it.each([`${'*'.repeat(19_000)}`, `${'['.repeat(19_000)}`, `${'**a'.repeat(6_000)}`, '`'.repeat(200_000)])('is done soon with what has many marks', (source) => {
    const start = performance.now()
    blocksOf(source)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
