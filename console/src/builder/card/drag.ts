import type { DragEvent } from 'react'
import type { SourceAt } from '../document'

/** What the browser calls an output that is being dragged. */
const MEDIA = 'application/x-hookline-output'

/** What is dragged: from where, and what a new field for it is called. */
export interface Dragged {
  source: SourceAt
  name: string
}

export function startDrag(event: DragEvent, dragged: Dragged) {
  event.stopPropagation()
  event.dataTransfer.effectAllowed = 'link'
  event.dataTransfer.setData(MEDIA, JSON.stringify(dragged))
  event.dataTransfer.setData('text/plain', dragged.name)
}

/** Whether an output is dragged, which is all that browsers say before the drop. */
export function isOutput(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(MEDIA)
}

export function droppedOutput(event: DragEvent): Dragged | undefined {
  const text = event.dataTransfer.getData(MEDIA)
  return text ? (JSON.parse(text) as Dragged) : undefined
}
