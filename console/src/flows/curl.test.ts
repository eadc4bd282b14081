import { expect, it } from 'vitest'
import { curl, quoted } from './curl'

it('a call bears what the security level asks for', () => {
  expect(curl('https://h.example/api/flo/a/invoke', 'clientToken', 'abc')).toBe(
    "curl -X POST 'https://h.example/api/flo/a/invoke' -H 'x-api-client-token: abc' -H 'Content-Type: application/json' -d '{}'",
  )
  expect(curl('https://h.example/x', 'oauth')).toContain('Authorization: Bearer ACCESS_TOKEN')
  expect(curl('https://h.example/x', 'open')).not.toContain('token')
})

it('a quote in a text ends no word', () => expect(quoted("it's")).toBe(`'it'\\''s'`))
