import type { Level } from '../../flows/EndpointDialog'

/** The words of documents for the levels that they can say. */
const WORDS: Partial<Record<Level, string>> = { oauth: 'high', clientToken: 'medium', open: 'open' }

export function levelOf(word: unknown): Level {
  return (Object.entries(WORDS).find(([, known]) => known === word)?.[0] as Level | undefined) ?? 'clientToken'
}

export function wordOf(level: Level): string {
  return WORDS[level] ?? 'medium'
}
