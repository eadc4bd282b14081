import type { Direction } from '../canvas/walk'

export type Action =
  | { kind: 'walk'; to: Direction; more: boolean }
  | { kind: 'undo' | 'redo' | 'save' | 'find' | 'duplicate' | 'remove' | 'all' | 'open' | 'leave' | 'add' | 'rename' | 'collapse' | 'menu' | 'help' | 'fit' | 'zoomIn' | 'zoomOut' | 'run' }

/** What each key does, as the list of keys shows it. */
export const KEYS: { about: string; keys: [string, string][] }[] = [
  {
    about: 'Cards',
    keys: [
      ['← → ↑ ↓', 'Go to the next card, into a lane, out of it'],
      ['Home, End', 'First and last card of the lane'],
      ['Enter', 'Into the card; Esc leads back'],
      ['A', 'Add a card behind this one'],
      ['F2', 'Rename'],
      ['Space', 'Collapse or expand'],
      ['Shift F10', 'All actions of the card'],
      ['Ctrl D', 'Duplicate'],
      ['Delete', 'Delete'],
    ],
  },
  {
    about: 'Choosing',
    keys: [
      ['Click, Shift + arrow', 'Choose a card, choose further ones'],
      ['Ctrl + click', 'Choose one more, or one less'],
      ['Shift + drag', 'Choose all in a rectangle'],
      ['Ctrl A', 'Choose all'],
      ['Esc', 'Choose none'],
      ['Ctrl C, Ctrl X, Ctrl V', 'Copy, cut, paste behind the chosen card; the text can be sent to others'],
    ],
  },
  {
    about: 'The flow',
    keys: [
      ['Ctrl Z, Ctrl Y', 'Undo, redo'],
      ['Ctrl S', 'Save'],
      ['Ctrl F', 'Find in the flow'],
      ['Ctrl Enter', 'Run'],
      ['+, −, 0', 'Zoom in, out, show the whole flow'],
      ['?', 'Show these keys'],
    ],
  },
]

const WALK: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' }
const CTRL = { z: 'undo', y: 'redo', s: 'save', f: 'find', d: 'duplicate', a: 'all', Enter: 'run' } as const
const PLAIN = { Delete: 'remove', Backspace: 'remove', Enter: 'open', Escape: 'leave', a: 'add', F2: 'rename', ' ': 'collapse', '?': 'help', '0': 'fit', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut' } as const

export interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/**
 * What a key asks for.
 *
 * @param where `field`: a text is typed, so only keys that no field has; `card`: a card has the keyboard; `other`: a button, or nothing
 */
export function actionOf(pressed: Pressed, where: 'field' | 'card' | 'other'): Action | undefined {
  const { key, shiftKey, altKey } = pressed
  if (altKey) return undefined
  if (pressed.ctrlKey || pressed.metaKey) {
    const letter = key.length === 1 ? key.toLowerCase() : key
    const asked = letter === 'z' && shiftKey ? 'redo' : CTRL[letter as keyof typeof CTRL]
    if (!asked) return undefined
    return where === 'field' && !['save', 'find', 'run'].includes(asked) ? undefined : { kind: asked }
  }
  if (where === 'field') return key === 'Escape' ? { kind: 'leave' } : undefined
  if (key === 'F10' && shiftKey) return { kind: 'menu' }
  if (key === 'ContextMenu') return { kind: 'menu' }
  const asked = PLAIN[(key.length === 1 ? key.toLowerCase() : key) as keyof typeof PLAIN]
  // A button that has the keyboard takes these itself; and a letter does something only where a card has it (WCAG 2.1.4).
  if (where === 'other' && asked !== 'leave') return undefined
  if (asked) return { kind: asked }
  const to = WALK[key]
  return to && where === 'card' ? { kind: 'walk', to, more: shiftKey } : undefined
}
