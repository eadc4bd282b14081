import { describe, expect, it } from 'vitest'
import { actionOf, type Pressed } from './shortcuts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more })
const ctrl = { ctrlKey: true }

describe('a key', () => {
  it('walks from card to card', () => {
    expect(actionOf(press('ArrowRight'), 'card')).toEqual({ kind: 'walk', to: 'right', more: false })
    expect(actionOf(press('ArrowLeft', { shiftKey: true }), 'card')).toEqual({ kind: 'walk', to: 'left', more: true })
    expect(actionOf(press('Home'), 'card')).toEqual({ kind: 'walk', to: 'first', more: false })
  })

  it('belongs to the text while one is typed', () => {
    for (const key of ['ArrowLeft', 'a', 'Delete', 'Enter', '?', '+']) expect(actionOf(press(key), 'field')).toBeUndefined()
    for (const key of ['z', 'y', 'a', 'd']) expect(actionOf(press(key, ctrl), 'field')).toBeUndefined()
    expect(actionOf(press('s', ctrl), 'field')).toEqual({ kind: 'save' })
    expect(actionOf(press('Escape'), 'field')).toEqual({ kind: 'leave' })
  })

  it('belongs to a button that has the keyboard', () => {
    for (const key of ['Enter', ' ', 'ArrowDown', 'Delete', 'a', '?']) expect(actionOf(press(key), 'other')).toBeUndefined()
    expect(actionOf(press('z', ctrl), 'other')).toEqual({ kind: 'undo' })
  })

  it('undoes and redoes as both customs have it', () => {
    expect(actionOf(press('z', { metaKey: true }), 'card')).toEqual({ kind: 'undo' })
    expect(actionOf(press('Z', { ...ctrl, shiftKey: true }), 'card')).toEqual({ kind: 'redo' })
    expect(actionOf(press('y', ctrl), 'card')).toEqual({ kind: 'redo' })
  })

  it('that is not ours is left to the browser', () => {
    expect(actionOf(press('c', ctrl), 'card')).toBeUndefined()
    expect(actionOf(press('k', ctrl), 'card')).toBeUndefined()
    expect(actionOf(press('ArrowLeft', { altKey: true }), 'card')).toBeUndefined()
  })
})
