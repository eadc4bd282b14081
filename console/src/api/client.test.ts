import { describe, expect, it } from 'vitest'
import { after, refused } from './client'

const response = (status: number, headers: Record<string, string> = {}) => ({ status, headers: new Headers(headers) })

describe('a refusal', () => {
  it('is read from a problem with its field', () => {
    const it = refused(response(400), { title: 'Invalid', detail: 'name: expected a text.', field: 'name' })
    expect([it.title, it.message, it.field]).toEqual(['Invalid', 'name: expected a text.', 'name'])
  })

  it('is read from the error object of the compatible paths with all causes', () => {
    const error = { errorCode: 'E0000001', errorSummary: 'Api validation failed', errorCauses: [{ errorSummary: 'name: too long' }, { errorSummary: 'uri: bad' }] }
    const it = refused(response(400), error)
    expect([it.message, it.field]).toEqual(['name: too long\nuri: bad', 'name'])
  })

  it('says how long to wait', () => {
    expect(refused(response(429, { 'Retry-After': '7' }), { title: 'Too many', detail: 'Wait.' }).retryAfter).toBe(7)
  })

  it('is said also when the body is no JSON', () => {
    expect(refused(response(502), '<html>').message).toBe('The server answered 502')
  })
})

describe('the next part of a list', () => {
  it('is found among several links', () => {
    const link = '<http://host/api/v1/logs?limit=2>; rel="self", <http://host/api/v1/logs?limit=2&after=a%2Fb>; rel="next"'
    expect(after(link)).toBe('a/b')
  })

  it('is not there at the end', () => {
    expect(after('<http://host/x>; rel="self"')).toBeUndefined()
    expect(after(null)).toBeUndefined()
  })
})
