import { useEffect, useRef, type RefObject } from 'react'
import type { CardAt } from '../document'
import { neighbour, type spotsOf } from '../canvas/walk'
import { actionOf, type Action } from './shortcuts'
import type { Editor } from './useEditor'

interface Keys {
  root: RefObject<HTMLDivElement | null>
  readOnly: boolean
  spots: ReturnType<typeof spotsOf>
  state: Editor
  setAsked: (what: 'keys') => void
  find: () => void
  save: () => void
  run?: () => void
  jump: (at: CardAt) => void
  focus: (key: string) => void
  remove: (ats: CardAt[]) => void
  duplicate: (ats: CardAt[]) => void
  paste: (text: string) => void
  copy: (ats: CardAt[]) => string
  rename: (key: string) => void
  add: (at: CardAt | undefined) => void
  menu: (at: CardAt, from: HTMLElement) => void
  collapse: (at: CardAt) => void
  zoom: (to: 'in' | 'out' | 'fit') => void
}

const FIELDS = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="textbox"], [role="listbox"]'
/** What takes the keys of its own: dialogs and menus, which lie outside of the builder. */
const ELSEWHERE = '[role="dialog"], [role="menu"]'

/** The keys of the builder, while the keyboard is in it and no dialog is open. */
export function useKeys(keys: Keys) {
  // One listener for as long as the builder is there; what it does is that of the last picture.
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined
      if (event.defaultPrevented || event.isComposing || !target || target.closest(ELSEWHERE) || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      const where = target.matches(FIELDS) ? 'field' : target.matches('[data-card]') ? 'card' : 'other'
      const action = actionOf(event, where)
      if (action && act(latest.current, action, target)) event.preventDefault()
    }
    const clipboard = (event: ClipboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined
      const { state, copy, remove, paste, readOnly } = latest.current
      if (!event.clipboardData || target?.matches(FIELDS) || target?.closest(ELSEWHERE) || String(getSelection()) !== '') return
      if (event.type === 'paste') {
        const text = event.clipboardData.getData('text/plain')
        if (readOnly || !text) return
        event.preventDefault()
        paste(text)
        return
      }
      const ats = focused(latest.current, target)
      if (ats.length === 0) return
      event.preventDefault()
      event.clipboardData.setData('text/plain', copy(ats))
      if (event.type === 'cut' && !readOnly) {
        remove(ats)
        state.select(undefined)
      }
    }
    window.addEventListener('keydown', onKeyDown)
    for (const type of ['copy', 'cut', 'paste'] as const) document.addEventListener(type, clipboard)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      for (const type of ['copy', 'cut', 'paste'] as const) document.removeEventListener(type, clipboard)
    }
  }, [])
}

/** The cards that are chosen, or the one that has the keyboard. */
function focused(keys: Keys, target: HTMLElement | undefined): CardAt[] {
  const { selected } = keys.state
  const own = target?.closest<HTMLElement>('[data-card]')?.dataset.card
  if (selected.size > 0 && (!own || selected.has(own))) return [...selected.values()]
  const spot = own ? keys.spots.get(own) : undefined
  return spot ? [spot.node.at] : []
}

/** Whether the key was ours. */
function act(keys: Keys, action: Action, target: HTMLElement): boolean {
  const card = target.closest<HTMLElement>('[data-card]')
  const own = card?.dataset.card
  const at = own ? keys.spots.get(own)?.node.at : undefined
  const { state, readOnly } = keys
  if (readOnly && ['undo', 'redo', 'save', 'duplicate', 'remove', 'add', 'rename'].includes(action.kind)) return false
  switch (action.kind) {
    case 'walk': {
      const next = own && neighbour(keys.spots, own, action.to)
      if (!next) return true
      if (action.more && at) state.select(at, true)
      state.select(next.at, action.more)
      keys.jump(next.at)
      return true
    }
    case 'undo':
      state.undo()
      return true
    case 'redo':
      state.redo()
      return true
    case 'save':
      // What is typed becomes part of the document when its field is left.
      if (target.matches(FIELDS)) target.blur()
      keys.save()
      return true
    case 'find':
      keys.find()
      return true
    case 'run':
      keys.run?.()
      return true
    case 'duplicate':
      keys.duplicate(focused(keys, target))
      return true
    case 'remove':
      keys.remove(focused(keys, target))
      return true
    case 'all':
      state.select([...keys.spots.values()].map((spot) => spot.node.at))
      return true
    case 'open':
      card?.querySelector<HTMLElement>('.builder-body :is(input, textarea, select, button, a, [tabindex="0"]):not([tabindex="-1"]):not([disabled])')?.focus()
      return true
    case 'leave':
      if (target.matches('[aria-expanded="true"]')) return false
      if (card && card !== target) card.focus({ preventScroll: true })
      else state.select(undefined)
      return true
    case 'add':
      keys.add(at)
      return true
    case 'rename':
      if (own) keys.rename(own)
      return true
    case 'collapse':
      if (at) keys.collapse(at)
      return true
    case 'menu':
      if (at && card) keys.menu(at, card)
      return Boolean(at)
    case 'help':
      keys.setAsked('keys')
      return true
    case 'fit':
    case 'zoomIn':
    case 'zoomOut':
      keys.zoom(action.kind === 'fit' ? 'fit' : action.kind === 'zoomIn' ? 'in' : 'out')
      return true
  }
}
