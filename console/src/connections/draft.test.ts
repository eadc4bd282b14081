import { describe, expect, it } from 'vitest'
import { connectorOf, connectorsOf, kindOf, stateOf, type Connection } from './connections'
import { proposals } from './proposals'
import { authOf, bodyOf, draftOf, dropsSecret, EMPTY, fieldOf, mistakes, secretName } from './draft'

const connection: Connection = {
  id: 'c',
  name: 'Tickets',
  connector: 'httpfunctions',
  baseUrl: 'https://tickets.example.org/api',
  auth: { type: 'oauth2', grant: 'authorization_code', clientId: 'me', tokenUrl: 'https://id.example.org/token', authorizeUrl: 'https://id.example.org/authorize', clientAuthentication: 'post' },
  standIn: false,
  standInForAll: false,
  allowedOrigins: ['https://files.example.org'],
  caCertificates: null,
  rateLimit: { requests: 100, seconds: 60 },
  protected: { users: [], groups: [] },
  privileged: { roles: [], groups: [] },
  destructivePerHour: null,
  filled: true,
  owner: null,
  health: { status: 'working', lastUsed: null, lastSuccess: null, lastFailure: null, reason: null },
  tokenExpiresAt: null,
  authorization: { status: 'needed', at: null, by: null, refreshes: false, reason: null },
  linkedTo: null,
}

describe('a connection as it is typed', () => {
  it('sends no secret that nobody typed', () => {
    const body = bodyOf(draftOf(connection), false)
    expect(body.auth).toEqual({
      type: 'oauth2',
      grant: 'authorization_code',
      clientId: 'me',
      tokenUrl: 'https://id.example.org/token',
      authorizeUrl: 'https://id.example.org/authorize',
      clientAuthentication: 'post',
    })
    expect(body.rateLimit).toEqual({ requests: 100, seconds: 60 })
    expect(body).not.toHaveProperty('protected')
  })

  it('sends a secret under the name that its kind has', () => {
    const typed = { ...EMPTY, secret: 's', username: 'ada', headerName: 'X-Key', clientId: 'c', tokenUrl: 'https://id/t' }
    expect(authOf({ ...typed, kind: 'token' })).toEqual({ type: 'token', token: 's' })
    expect(authOf({ ...typed, kind: 'basic' })).toEqual({ type: 'basic', username: 'ada', password: 's' })
    expect(authOf({ ...typed, kind: 'header' })).toEqual({ type: 'header', name: 'X-Key', value: 's' })
    expect(authOf({ ...typed, kind: 'address' })).toEqual({ type: 'address', url: 's' })
    expect(authOf({ ...typed, kind: 'none' })).toEqual({ type: 'none' })
    expect(authOf({ ...typed, kind: 'client' })).toMatchObject({ grant: 'client_credentials', clientSecret: 's' })
    expect(authOf({ ...typed, kind: 'signed' })).toMatchObject({ clientAuthentication: 'private_key_jwt', privateKey: 's', algorithm: 'RS256' })
    expect(authOf({ ...typed, kind: 'code', clientAuthentication: 'none' })).not.toHaveProperty('clientSecret')
  })

  it('asks for the secret again when it would go elsewhere', () => {
    const draft = draftOf(connection)
    expect(dropsSecret(connection, draft)).toBe(false)
    expect(dropsSecret(connection, { ...draft, baseUrl: 'https://tickets.example.org/other' })).toBe(false)
    expect(dropsSecret(connection, { ...draft, baseUrl: 'https://elsewhere.example.org' })).toBe(true)
    expect(dropsSecret(connection, { ...draft, allowedOrigins: '' })).toBe(false)
    expect(dropsSecret(connection, { ...draft, allowedOrigins: draft.allowedOrigins + '\nhttps://more.example.org' })).toBe(true)
    expect(mistakes({ ...draft, tokenUrl: 'https://other.example.org/token' }, connection).secret).toContain('again')
    expect(mistakes(draft, connection)).toEqual({})
  })

  it('says what is missing', () => {
    expect(Object.keys(mistakes({ ...EMPTY, kind: 'code' }))).toEqual(['name', 'connector', 'clientId', 'tokenUrl', 'authorizeUrl', 'secret'])
    expect(mistakes({ ...EMPTY, name: 'x', connector: 'y', requests: 'many' })).toHaveProperty('requests')
  })

  it('finds the field of a refusal', () => {
    expect(fieldOf('auth.clientSecret')).toBe('secret')
    expect(fieldOf('allowedOrigins[2]')).toBe('allowedOrigins')
    expect(fieldOf('nothing')).toBeUndefined()
    expect(secretName({ ...EMPTY, kind: 'none' })).toBeUndefined()
  })
})

describe('a connection as it is', () => {
  it('has one state', () => {
    expect(stateOf(connection).word).toBe('Needs authorisation')
    expect(stateOf({ ...connection, authorization: null }).word).toBe('Works')
    expect(stateOf({ ...connection, filled: false }).word).toBe('Not set up')
    expect(stateOf({ ...connection, linkedTo: { id: 'x', name: 'X' } }).word).toBe('Stands for another')
    expect(kindOf(connection.auth)).toBe('code')
  })
})

describe('a connector', () => {
  const listed = connectorsOf([
    { state: 'serving', bundled: true, faults: [], id: 'slack', name: 'Slack', auth: ['token', 'oauth2'], origins: [] },
    { state: 'refused', bundled: false, faults: [] },
    { state: 'serving', bundled: true, faults: [], id: 'box', name: 'Box', auth: ['oauth2'], origins: [] },
  ])

  it('offers the kinds that it declares', () => {
    expect(listed.map((one) => one.name)).toEqual(['Box', 'Slack'])
    expect(connectorOf(listed, 'slack').kinds).toEqual(['token', 'client', 'signed', 'code'])
  })

  it('that is not installed takes any kind', () => expect(connectorOf(listed, 'acme').kinds).toContain('header'))
})

describe('an empty connection of an import', () => {
  it('could stand for one of the same connector, best of the same name', () => {
    const empty = { ...connection, id: 'e', filled: false, name: ' tickets' }
    const others = [
      { ...connection, id: 'a', name: 'Other' },
      { ...connection, id: 'b' },
      { ...connection, id: 'x', connector: 'slack' },
      { ...connection, id: 'n', filled: false },
    ]
    expect(proposals(empty, others).map(({ there, sameName }) => [there.id, sameName])).toEqual([
      ['b', true],
      ['a', false],
    ])
  })
})
