import type { ReactNode } from 'react'
import './facts.css'

/** One line of a list of facts; nothing where nothing is known. */
export function Fact({ name, children, mono = false }: { name: string; children?: ReactNode; mono?: boolean }) {
  if (children === undefined || children === null || children === '' || children === false) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined} dir="auto">
        {children}
      </dd>
    </div>
  )
}
