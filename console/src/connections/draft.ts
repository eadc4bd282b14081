import type { Connection, Kind, NewConnection } from './connections'
import { kindOf } from './connections'

/** A connection as it is typed. Secrets are what is new of them: none is ever shown. */
export interface Draft {
  name: string
  connector: string
  baseUrl: string
  kind: Kind
  /** Token, password, value of the header, address, client secret or private key. */
  secret: string
  username: string
  headerName: string
  clientId: string
  clientAuthentication: 'basic' | 'post' | 'private_key_jwt' | 'none'
  algorithm: string
  keyId: string
  tokenUrl: string
  authorizeUrl: string
  scope: string
  audience: string
  allowedOrigins: string
  caCertificates: string
  requests: string
  seconds: string
  users: string
  groups: string
  destructivePerHour: string
}

export const EMPTY: Draft = {
  name: '',
  connector: '',
  baseUrl: '',
  kind: 'none',
  secret: '',
  username: '',
  headerName: '',
  clientId: '',
  clientAuthentication: 'basic',
  algorithm: 'RS256',
  keyId: '',
  tokenUrl: '',
  authorizeUrl: '',
  scope: '',
  audience: '',
  allowedOrigins: '',
  caCertificates: '',
  requests: '',
  seconds: '60',
  users: '',
  groups: '',
  destructivePerHour: '',
}

export function draftOf(connection: Connection): Draft {
  const { auth } = connection
  return {
    ...EMPTY,
    name: connection.name,
    connector: connection.connector,
    baseUrl: connection.baseUrl ?? '',
    kind: kindOf(auth),
    username: auth.username ?? '',
    headerName: auth.name ?? '',
    clientId: auth.clientId ?? '',
    clientAuthentication: auth.clientAuthentication ?? 'basic',
    algorithm: auth.algorithm ?? 'RS256',
    keyId: auth.keyId ?? '',
    tokenUrl: auth.tokenUrl ?? '',
    authorizeUrl: auth.authorizeUrl ?? '',
    scope: auth.scope ?? '',
    audience: auth.audience ?? '',
    allowedOrigins: connection.allowedOrigins.join('\n'),
    caCertificates: connection.caCertificates ?? '',
    requests: connection.rateLimit ? String(connection.rateLimit.requests) : '',
    seconds: connection.rateLimit ? String(connection.rateLimit.seconds) : '60',
    users: (connection.protected.users ?? []).join('\n'),
    groups: (connection.protected.groups ?? []).join('\n'),
    destructivePerHour: connection.destructivePerHour === null ? '' : String(connection.destructivePerHour),
  }
}

/** Whether a client proves itself by a key. */
export function isSigned(draft: Draft): boolean {
  return draft.kind === 'signed' || (draft.kind === 'code' && draft.clientAuthentication === 'private_key_jwt')
}

/** What the secret of a kind is called; nothing where there is none. */
export function secretName(draft: Draft): string | undefined {
  switch (draft.kind) {
    case 'none':
      return undefined
    case 'token':
      return 'Token'
    case 'basic':
      return 'Password'
    case 'header':
      return 'Header value'
    case 'address':
      return 'Webhook address'
    case 'client':
      return 'Client secret'
    case 'signed':
      return 'Private key'
    case 'code':
      return draft.clientAuthentication === 'none' ? undefined : isSigned(draft) ? 'Private key' : 'Client secret'
  }
}

/** The member of auth that bears the secret. */
function secretMember(draft: Draft): Record<string, string> {
  const name = secretName(draft)
  if (!name || draft.secret === '') return {}
  const members: Record<string, string> = {
    Token: 'token',
    Password: 'password',
    'Header value': 'value',
    'Webhook address': 'url',
    'Client secret': 'clientSecret',
    'Private key': 'privateKey',
  }
  return { [members[name]!]: draft.secret }
}

/** How it authenticates, as the API takes it; without a secret the one that is there stays. */
export function authOf(draft: Draft): NonNullable<NewConnection['auth']> {
  const secret = secretMember(draft)
  const given = (members: Record<string, string>) => Object.fromEntries(Object.entries(members).filter(([, value]) => value.trim() !== ''))
  const body = (() => {
    switch (draft.kind) {
      case 'none':
      case 'token':
      case 'address':
        return { type: draft.kind, ...secret }
      case 'basic':
        return { type: 'basic', username: draft.username.trim(), ...secret }
      case 'header':
        return { type: 'header', name: draft.headerName.trim(), ...secret }
      case 'client':
      case 'signed':
      case 'code': {
        const signed = isSigned(draft)
        return {
          type: 'oauth2',
          grant: draft.kind === 'code' ? 'authorization_code' : 'client_credentials',
          clientId: draft.clientId.trim(),
          tokenUrl: draft.tokenUrl.trim(),
          clientAuthentication: signed ? 'private_key_jwt' : draft.clientAuthentication === 'private_key_jwt' || (draft.kind === 'client' && draft.clientAuthentication === 'none') ? 'basic' : draft.clientAuthentication,
          ...given({ scope: draft.scope, audience: draft.audience }),
          ...(draft.kind === 'code' ? given({ authorizeUrl: draft.authorizeUrl }) : {}),
          ...(signed ? given({ algorithm: draft.algorithm, keyId: draft.keyId }) : {}),
          ...secret,
        }
      }
    }
  })()
  return body as NonNullable<NewConnection['auth']>
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** The connection as the API takes it. */
export function bodyOf(draft: Draft, protects: boolean): NewConnection {
  return {
    name: draft.name.trim(),
    connector: draft.connector,
    baseUrl: draft.baseUrl.trim() || null,
    auth: authOf(draft),
    allowedOrigins: lines(draft.allowedOrigins),
    caCertificates: draft.caCertificates.trim() || null,
    rateLimit: draft.requests.trim() === '' ? null : { requests: Number(draft.requests), seconds: Number(draft.seconds) },
    ...(protects ? { protected: { users: lines(draft.users), groups: lines(draft.groups) } } : {}),
    destructivePerHour: draft.destructivePerHour.trim() === '' ? null : Number(draft.destructivePerHour),
  }
}

/** Scheme, host and port, or the text itself. */
function origin(address: string): string {
  try {
    const url = new URL(address.trim())
    return `${url.protocol}//${url.host}`
  } catch {
    return address.trim()
  }
}

/** Whether the server forgets the secret with that change, because it would go elsewhere. */
export function dropsSecret(before: Connection, draft: Draft): boolean {
  if (secretName(draft) === undefined) return false
  const was = draftOf(before)
  const added = lines(draft.allowedOrigins).some((one) => !before.allowedOrigins.map(origin).includes(origin(one)))
  return was.kind !== draft.kind || origin(was.baseUrl) !== origin(draft.baseUrl) || origin(was.tokenUrl) !== origin(draft.tokenUrl) || added
}

const WHOLE = /^\d{1,9}$/

/** What is wrong, by the field's name. */
export function mistakes(draft: Draft, before?: Connection): Partial<Record<keyof Draft, string>> {
  const wrong: Partial<Record<keyof Draft, string>> = {}
  const need = (field: keyof Draft, what: string) => {
    if (draft[field].trim() === '') wrong[field] = what
  }
  need('name', 'A connection needs a name.')
  need('connector', 'Choose what it connects to.')
  const secret = secretName(draft)
  if (draft.kind === 'basic') need('username', 'Write the user name.')
  if (draft.kind === 'header') need('headerName', 'Write the name of the header.')
  if (draft.kind === 'client' || draft.kind === 'signed' || draft.kind === 'code') {
    need('clientId', 'Write the client’s id.')
    need('tokenUrl', 'Write where tokens are asked for.')
  }
  if (draft.kind === 'code') need('authorizeUrl', 'Write where a person gives leave.')
  const mustSend = !before || !before.filled || dropsSecret(before, draft)
  if (secret && mustSend) need('secret', before?.filled ? `${secret}: send it again, because it would go elsewhere now.` : `${secret} is needed.`)
  if (draft.requests.trim() !== '' && (!WHOLE.test(draft.requests.trim()) || Number(draft.requests) < 1)) wrong.requests = 'Write a whole number of calls.'
  if (draft.requests.trim() !== '' && (!WHOLE.test(draft.seconds.trim()) || Number(draft.seconds) < 1 || Number(draft.seconds) > 3600)) wrong.seconds = 'Write seconds from 1 to 3600.'
  if (draft.destructivePerHour.trim() !== '' && !WHOLE.test(draft.destructivePerHour.trim())) wrong.destructivePerHour = 'Write a whole number.'
  return wrong
}

/** The field of the form that a member of the API's refusal is about. */
export function fieldOf(member: string | undefined): keyof Draft | undefined {
  if (!member) return undefined
  const fields: [RegExp, keyof Draft][] = [
    [/^name$/, 'name'],
    [/^connector$/, 'connector'],
    [/^baseUrl$/, 'baseUrl'],
    [/^auth\.(token|password|value|url|clientSecret|privateKey)$/, 'secret'],
    [/^auth\.username$/, 'username'],
    [/^auth\.name$/, 'headerName'],
    [/^auth\.clientId$/, 'clientId'],
    [/^auth\.tokenUrl$/, 'tokenUrl'],
    [/^auth\.authorizeUrl$/, 'authorizeUrl'],
    [/^auth\.scope$/, 'scope'],
    [/^auth\.audience$/, 'audience'],
    [/^auth\.keyId$/, 'keyId'],
    [/^allowedOrigins/, 'allowedOrigins'],
    [/^caCertificates/, 'caCertificates'],
    [/^rateLimit/, 'requests'],
    [/^protected\.groups/, 'groups'],
    [/^protected/, 'users'],
    [/^destructivePerHour/, 'destructivePerHour'],
  ]
  return fields.find(([pattern]) => pattern.test(member))?.[1]
}
