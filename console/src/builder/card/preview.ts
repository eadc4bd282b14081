import { conversion, convert, describeConversion, type Source, type Type } from '../document'
import { summary } from './tree'

/** What a link does to its value, and to the value of the run that is shown; nothing when it passes as it is. */
export function conversionOf(source: Pick<Source, 'type' | 'converted'>, target: Type, value: unknown): string | undefined {
  const done = conversion(source.type, target)
  if (!done) return source.converted ? 'Converted on its way' : undefined
  const said = describeConversion(done)
  const sentence = said.charAt(0).toUpperCase() + said.slice(1)
  if (value === undefined) return sentence
  try {
    return `${sentence}: ${summary(value)} becomes ${summary(convert(value, done))}`
  } catch (error) {
    return `${sentence}: it fails, ${error instanceof Error ? error.message : String(error)}`
  }
}

/** What lies inside of a value. */
export function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined), value)
}
