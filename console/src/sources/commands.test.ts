import { describe, expect, it } from 'vitest'
import { ingestCurl, newSecret, quoted, receiveCurl } from './commands'

describe('a line for the shell', () => {
  it('keeps quotes as they are', () => expect(quoted("it's")).toBe(`'it'\\''s'`))
  it('sends an event with the token', () => {
    const line = ingestCurl('https://h.example', 'hl_1')
    expect(line).toContain(`'https://h.example/api/v1/logs'`)
    expect(line).toContain(`'Authorization: SSWS hl_1'`)
  })
  it('sends an envelope with the header of the source', () => {
    const line = receiveCurl('https://h.example/api/receive/src1', 'x-secret', 's')
    expect(line).toContain(`-H 'x-secret: s'`)
    expect(JSON.parse(/-d '(.*)'$/s.exec(line)?.[1] ?? '').data.events).toHaveLength(1)
  })
})

describe('a new secret', () => {
  it('has 40 letters and digits', () => expect(newSecret()).toMatch(/^[A-Za-z0-9]{40}$/))
  it('leaves out bytes that would favour some letters', () => {
    let round = 0
    expect(newSecret((into) => into.fill(round++ === 0 ? 250 : 1))).toBe('B'.repeat(40))
  })
})
