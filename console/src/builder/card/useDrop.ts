import { useState, type DragEvent } from 'react'
import { droppedOutput, isOutput, type Dragged } from './drag'

/** Lets an element take outputs that are dropped on it. */
export function useDrop(take: ((dragged: Dragged) => void) | undefined) {
  const [over, setOver] = useState(false)
  if (!take) return {}
  return {
    'data-over': over || undefined,
    onDragOver: (event: DragEvent) => {
      if (!isOutput(event)) return
      event.preventDefault()
      event.stopPropagation()
      event.dataTransfer.dropEffect = 'link'
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false)
      const dragged = droppedOutput(event)
      if (!dragged) return
      event.preventDefault()
      event.stopPropagation()
      take(dragged)
    },
  }
}
