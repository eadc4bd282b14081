import type { Schemas } from '../api/client'

export type Template = Schemas['Template']

/** Those in which all of the words occur. */
export function foundTemplates(all: Template[], words: string): Template[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((one) => {
    const text = [one.title, one.summary, ...one.connectors, ...one.events, ...one.techniques].join(' ').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** The connections of a connector that can be chosen: those that are set up. */
export function usable(connections: Schemas['Connection'][], connector: string): Schemas['Connection'][] {
  return connections.filter((one) => one.connector === connector && one.filled)
}
