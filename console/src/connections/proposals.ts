import type { Connection } from './connections'

type Known = Pick<Connection, 'id' | 'name' | 'connector' | 'filled' | 'baseUrl'>

/** So many are proposed. */
const MOST = 8

/** Connections that an empty one may stand for; those of the same name first. */
export function proposals<T extends Known>(empty: Known, all: T[]): { there: T; sameName: boolean }[] {
  const name = (text: string) => text.trim().toLowerCase()
  return all
    .filter((one) => one.filled && one.id !== empty.id && one.connector === empty.connector)
    .map((there) => ({ there, sameName: name(there.name) === name(empty.name) }))
    .sort((one, other) => Number(other.sameName) - Number(one.sameName))
    .slice(0, MOST)
}
