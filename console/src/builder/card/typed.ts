import { useEffect, useRef, useState } from 'react'

/** So long after the last key a text goes into the document. */
const PAUSE = 600

/** A text that is typed here first and goes into the document after a pause, or when the field is left. */
export function useTyped(stored: string, commit: (text: string) => void) {
  const [typed, setTyped] = useState<string>()
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef({ typed, commit, stored })
  latest.current = { typed, commit, stored }
  const flush = () => {
    clearTimeout(waiting.current)
    const { typed: text, commit: write, stored: before } = latest.current
    if (text !== undefined && text !== before) write(text)
  }
  // A card that is scrolled out of sight is not drawn any more: what was typed there must not be lost.
  useEffect(() => () => flush(), [])
  return {
    value: typed ?? stored,
    set: (text: string) => {
      setTyped(text)
      clearTimeout(waiting.current)
      waiting.current = setTimeout(flush, PAUSE)
    },
    leave: () => {
      flush()
      setTyped(undefined)
    },
  }
}
