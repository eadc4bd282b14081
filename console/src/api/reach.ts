import { useSyncExternalStore } from 'react'

/** Since when the server does not answer; undefined while it does. */
let silentSince: string | undefined
const listeners = new Set<() => void>()

/** Says how the last request ended: with an answer, whatever it was, or without one. */
export function answered(is: boolean) {
  if (is === (silentSince === undefined)) return
  silentSince = is ? undefined : new Date().toISOString()
  for (const listener of [...listeners]) listener()
}

export function unreachableSince(): string | undefined {
  return silentSince
}

export function onReach(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Since when the server does not answer, for components. */
export function useUnreachableSince(): string | undefined {
  return useSyncExternalStore(onReach, unreachableSince)
}

/** The same as soon as the server answers again. */
export function reached(): Promise<void> {
  return new Promise((resolve) => {
    if (silentSince === undefined) return resolve()
    const stop = onReach(() => {
      if (silentSince !== undefined) return
      stop()
      resolve()
    })
  })
}

/** Loads a part of the program; while the server does not answer, that waits until it does. */
export async function whenReached<T>(load: () => Promise<T>, answers: () => Promise<boolean>): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch (error) {
      // The server is there, but not with this file: it was updated, and the page must be loaded again.
      if (await answers()) throw error
      answered(false)
      await reached()
    }
  }
}
