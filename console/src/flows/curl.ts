import type { Schemas } from '../api/client'

/** A line for a shell that calls an endpoint as its security level asks. */
export function curl(url: string, level: Schemas['SecurityLevel'], token?: string): string {
  const proof =
    level === 'clientToken' ? ` -H ${quoted(`x-api-client-token: ${token ?? 'TOKEN'}`)}` : level === 'oauth' ? ` -H ${quoted('Authorization: Bearer ACCESS_TOKEN')}` : ''
  return `curl -X POST ${quoted(url)}${proof} -H ${quoted('Content-Type: application/json')} -d ${quoted('{}')}`
}

/** As one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
