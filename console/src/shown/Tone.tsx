import type { ReactNode } from 'react'

/** What a state means for the reader: fine, underway, needs a look, is broken, is at rest. */
export type Tone = 'good' | 'busy' | 'attention' | 'bad' | 'still'

const MARKS: Record<Tone, string> = { good: '●', busy: '◐', attention: '▲', bad: '■', still: '○' }

/** A state in a word; the mark's form says it without its colour. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`state state-${tone}`}>
      <span aria-hidden>{MARKS[tone]}</span> {children}
    </span>
  )
}
