import { describe, expect, it } from 'vitest'
import { edit } from './places'
import { ExactNumber, readDocument, writeDocument } from './json'
import type { Document } from '.'

const published = import.meta.glob<string>('../../../../docs/examples/*.flopack', { query: '?raw', import: 'default', eager: true })

describe('a document that is read and written', () => {
  it('keeps numbers that JavaScript would change, and the order of members', () => {
    const text = '{"name":"a","data":{"b":1.0,"10":9007199254740993,"2":[1e400,-0,0.1,1E2],"a":{"__proto__":null,"9":"x","1":"\\u0000"},"methods":[]}}'
    const document = readDocument(text)
    expect(writeDocument(document)).toBe(text)
    const renamed = edit(document, (draft) => {
      draft.name = 'b'
    })
    expect(writeDocument(renamed)).toBe(text.replace('"a"', '"b"'))
    expect(Number((document.data as unknown as Record<string, ExactNumber>)['b'])).toBe(1)
  })

  it('keeps them in what stands beside an edit', () => {
    const text = '{"data":{"value":{"data":1.0,"type":"number"},"methods":[]}}'
    const changed = edit(readDocument(text), (draft) => {
      ;(draft as unknown as { data: { value: { type: string } } }).data.value.type = 'string'
    })
    expect(writeDocument(changed)).toBe(text.replace('"number"', '"string"'))
  })

  it('reads what JSON.parse reads', () => {
    for (const text of Object.values(published)) {
      const plain = JSON.parse(text) as Document
      expect(JSON.stringify(readDocument(text))).toBe(JSON.stringify(plain))
      expect(writeDocument(readDocument(text))).toBe(JSON.stringify(plain))
    }
    expect(Object.keys(published).length).toBeGreaterThan(0)
  })

  it('is refused where it is no JSON, and where it is too deep', () => {
    for (const text of ['', '{', '{"a":1,}', '[1 2]', '01', '1.', 'nul', '"a', '{"a":1}x', '{a:1}']) expect(() => readDocument(text)).toThrow(SyntaxError)
    expect(() => readDocument('['.repeat(1000) + ']'.repeat(1000))).toThrow('200 levels')
  })
})
