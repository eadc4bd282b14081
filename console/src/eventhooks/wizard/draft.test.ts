import { describe, expect, it } from 'vitest'
import { draftOf, EMPTY, hookOf, mistakes, tokenIn, tokenMoved } from './draft'

const URI = 'https://host/api/flo/abc/invoke'
const draft = { ...EMPTY, uri: URI, name: 'Phishing', types: ['a.b', 'c.d'] }

describe('the client token of an address', () => {
  it('moves into the header and leaves a clean address', () => {
    const moved = tokenMoved({ ...draft, uri: `${URI}?clientToken=s%2Fcret` })
    expect([moved.uri, moved.authField, moved.authSecret]).toEqual([URI, 'x-api-client-token', 's/cret'])
  })
  it('leaves the other parameters', () => {
    expect(tokenMoved({ ...draft, uri: `${URI}?clientToken=x&a=1` }).uri).toBe(`${URI}?a=1`)
    expect(tokenMoved({ ...draft, uri: `${URI}?a=1&clientToken=x` }).uri).toBe(`${URI}?a=1`)
  })
  it('is not known when it is masked', () => expect(tokenIn(`${URI}?clientToken=***`)).toBeUndefined())
})

describe('the hook that is sent', () => {
  it('has no parts that were left empty', () => {
    const hook = hookOf(draft)
    expect(hook.description).toBeNull()
    expect(hook.events.filter).toBeNull()
    expect(hook.channel.config.authScheme).toBeNull()
  })
  it('keeps the secret that the hook has when none is typed', () => {
    expect(hookOf({ ...draft, authField: 'Authorization' }).channel.config.authScheme).toEqual({ type: 'HEADER', key: 'Authorization' })
  })
  it('drops conditions of types that are no longer asked for', () => {
    const before = { ...hookOf(draft), events: { type: 'EVENT_TYPE', items: ['a.b', 'c.d'], filter: { eventFilterMap: [{ event: 'a.b', condition: { expression: '1' } }, { event: 'c.d', condition: { expression: '2' } }] } } }
    const after = hookOf({ ...draft, types: ['c.d'] }, before as never)
    expect(after.events.filter?.eventFilterMap).toEqual([{ event: 'c.d', condition: { expression: '2' } }])
  })
  it('comes back as it was read', () => {
    const hook = hookOf({ ...draft, description: 'why', headers: [{ key: 'x-a', value: '1' }] })
    expect(hookOf(draftOf(hook as never))).toEqual(hook)
  })
})

describe('mistakes', () => {
  it('name every field', () => expect(Object.keys(mistakes(EMPTY, false))).toEqual(['uri', 'name', 'types']))
  it('miss a secret only when there is none', () => {
    const fielded = { ...draft, authField: 'Authorization' }
    expect([mistakes(fielded, false).authSecret, mistakes(fielded, true).authSecret]).toEqual([expect.any(String), undefined])
  })
})
