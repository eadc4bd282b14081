// The cards that the form of a document treats specially. No other card is named in the builder.
export const IF = 'control.if'
export const JOIN = 'control.join'
export const NOOP = 'control.noop'
export const BRANCH = 'control.branch'
export const TRY = 'control.tryCatch'
export const CALLABLE = 'control.callable'
export const RETURN = 'control.return'
export const COMMENT = 'control.comment'
export const EXPAND = 'object.expand'
export const CALL = 'control.spawn'
export const ASSIGN = 'control.let'

/** Cards that end the flow that they stand in, maybe. */
export const ENDS: ReadonlySet<string> = new Set([RETURN, 'control.returnRaw', 'control.continueIf'])
export const ENDPOINT = 'http.accept'
export const DELEGATED = 'http.delegated'

/** The input that holds a text with placeholders, each naming another input by its key. */
export const TEXT = '_text_'
/** The group of values that a nested flow takes from around it. */
export const CONTEXT = 'context'
/** The group of a card's options. */
export const OPTIONS = 'parameters'
/** In a {@link FlowAt}: the flow that an If Error runs when a card failed. */
export const CATCH = 'catch'

/** Cards whose published forms do not say that their outputs are their inputs. */
export const MIRRORS: ReadonlySet<string> = new Set([CALLABLE, RETURN, ENDPOINT, DELEGATED, ASSIGN, 'control.returnRaw', 'control.throw'])

/** Cards that only generated parts of a document are made of, and triggers, which stand first. */
export function kernelAddress(id: string): string {
  const [module, name] = id.split('.')
  return `root:kernel:${module}:0.0.1:${name}`
}
