import createClient, { type Middleware } from 'openapi-fetch'
import { answered } from './reach'
import type { components, paths } from './schema'

/** The shapes of the API, by their names in its description. */
export type Schemas = components['schemas']

/** What a session's changing requests bear; set by signing in. */
let csrf: string | undefined

/** Told when a request finds that the session has ended. */
let onSignedOut: () => void = () => {}

export function bearSession(token: string | undefined, signedOut: () => void) {
  csrf = token
  onSignedOut = signedOut
}

/** What a request that is not made by {@link api} bears in the header X-CSRF-Token. */
export function bearing(): string | undefined {
  return csrf
}

/** A refusal of the server, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    message: string,
    /** The member of the request that is wrong, if one is. */
    readonly field?: string,
    /** Seconds to wait. */
    readonly retryAfter?: number,
    /** All that was said, for members that only one refusal has. */
    readonly said: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

/** No answer came: the server is down or the network is. */
export class Unreachable extends Error {
  constructor() {
    super('The server does not answer. Nothing is lost that it had accepted; this page tries again by itself.')
  }
}

const proof: Middleware = {
  onRequest({ request }) {
    if (csrf && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf)
    return request
  },
  onResponse({ response, request }) {
    answered(true)
    if (response.status === 401 && !request.url.endsWith('/api/hookline/v1/session')) onSignedOut()
    return response
  },
  onError({ error }) {
    if (error instanceof TypeError) answered(false)
  },
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '' })
api.use(proof)

/** Whether the server answers at all. */
export async function answers(): Promise<boolean> {
  try {
    await api.GET('/api/hookline/v1/session')
    return true
  } catch {
    return false
  }
}

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>

/** What the server answers, or a thrown {@link Refused} or {@link Unreachable}. */
export async function ask<T>(answer: Answer<T>): Promise<T> {
  return (await whole(answer)).data as T
}

/** A part of a list, and where the next part begins. */
export interface Part<T> {
  items: T[]
  next?: string
  /** How many there are in all parts, where the server says so. */
  total?: number
}

/** A list that comes in parts. */
export async function askPart<T>(answer: Answer<T[]>): Promise<Part<T>> {
  const { data, response } = await whole(answer)
  const total = response.headers.get('X-Total-Count')
  return { items: data ?? [], next: after(response.headers.get('Link')), total: total === null ? undefined : Number(total) }
}

async function whole<T>(answer: Answer<T>) {
  let answered
  try {
    answered = await answer
  } catch (error) {
    if (error instanceof TypeError) throw new Unreachable()
    throw error
  }
  if (!answered.response.ok) throw refused(answered.response, answered.error)
  return answered
}

/** Reads a refusal in either of the API's two forms. */
export function refused(response: Pick<Response, 'status' | 'headers'>, error: unknown): Refused {
  const wait = Number(response.headers.get('Retry-After')) || undefined
  const body = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
  if (typeof body.errorSummary === 'string') {
    const causes = Array.isArray(body.errorCauses) ? (body.errorCauses as { errorSummary?: string }[]) : []
    const said = causes.map((cause) => cause.errorSummary).filter((text): text is string => Boolean(text))
    const text = said.length > 0 ? said.join('\n') : body.errorSummary
    return new Refused(response.status, body.errorSummary, text, /^([\w.[\]]+): /.exec(said[0] ?? '')?.[1], wait)
  }
  const title = typeof body.title === 'string' ? body.title : `The server answered ${response.status}`
  const detail = typeof body.detail === 'string' ? body.detail : title
  return new Refused(response.status, title, detail, typeof body.field === 'string' ? body.field : undefined, wait, body)
}

/** The value of "after" in the address of the next part. */
export function after(link: string | null): string | undefined {
  const next = (link ?? '').split(/,\s*(?=<)/).find((part) => /rel="?next"?/.test(part))
  const address = /<([^>]*)>/.exec(next ?? '')?.[1]
  return address ? (new URL(address, 'http://localhost').searchParams.get('after') ?? undefined) : undefined
}
