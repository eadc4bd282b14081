const EVENT = '[{"eventType": "user.session.start", "actor": {"id": "1", "type": "User", "alternateId": "ada@example.org"}}]'

/** A text in single quotes of a shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Sends an event with an ingest token. */
export function ingestCurl(origin: string, token: string): string {
  return [`curl -X POST ${quoted(`${origin}/api/v1/logs`)} \\`, `  -H ${quoted(`Authorization: SSWS ${token}`)} \\`, `  -H 'Content-Type: application/json' \\`, `  -d ${quoted(EVENT)}`].join('\n')
}

/** Sends what another system's event hook would, to the address of a source. */
export function receiveCurl(receiveUrl: string, header: string, secret: string): string {
  const envelope = `{"eventType": "com.okta.event_hook", "data": {"events": ${EVENT}}}`
  return [`curl -X POST ${quoted(receiveUrl)} \\`, `  -H ${quoted(`${header}: ${secret}`)} \\`, `  -H 'Content-Type: application/json' \\`, `  -d ${quoted(envelope)}`].join('\n')
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A secret of 40 letters and digits, each as likely as the others. */
export function newSecret(random: (into: Uint8Array<ArrayBuffer>) => Uint8Array = (into) => crypto.getRandomValues(into)): string {
  let secret = ''
  while (secret.length < 40) {
    for (const byte of random(new Uint8Array(64))) {
      // Bytes beyond a multiple of the letters would make the first letters likelier.
      if (byte < 248 && secret.length < 40) secret += LETTERS[byte % LETTERS.length]
    }
  }
  return secret
}
