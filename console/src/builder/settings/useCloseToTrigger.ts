import { useBuilder } from '../page/builder'

/** Closes a dialog that belongs to the first card and leads the keyboard back there: the list of events that opened it may be gone. */
export function useCloseToTrigger(close: () => void): () => void {
  const { structure, jump } = useBuilder()
  return () => {
    close()
    const first = structure.cards[0]
    if (first) jump(first.at)
  }
}
