import { createContext, useContext } from 'react'
import type { CardAt, Place } from '../document'

/** What cards and lanes on the canvas ask of it. */
export interface CanvasTools {
  /** Opens the menu of what can be added there, at the button that was pressed. */
  add(place: Place, after: string, from: HTMLElement): void
  /** Opens the menu of a card. */
  menu(at: CardAt, from: HTMLElement): void
  chooseEvent(): void
  rename(at: CardAt, title: string): void
  collapse(at: readonly CardAt[], collapsed: boolean): void
  fold(lane: string): void
  /** The card whose title is typed now. */
  renaming: string | undefined
  setRenaming(key: string | undefined): void
  /** Which card the keyboard reaches with Tab. */
  current: string
  setCurrent(key: string): void
  /** Called by a card that has just been drawn: takes the keyboard when it was waited for. */
  drawn(key: string, element: HTMLElement): void
  /** Whether cards are so small that their fields could not be read. */
  far: boolean
}

const ToolsContext = createContext<CanvasTools | undefined>(undefined)

export const ToolsProvider = ToolsContext.Provider

export function useTools(): CanvasTools {
  const tools = useContext(ToolsContext)
  if (!tools) throw new Error('There is no canvas around this card')
  return tools
}
