import { describe, expect, it } from 'vitest'
import { placesFor, treeOf, wayTo } from './tree'

const folder = (id: string, name: string, parent?: string, flows = 1) => ({ id, name, description: '', parent: parent ? { id: parent, name: '' } : null, flows })
const all = [folder('1', 'Beta'), folder('2', 'alpha'), folder('3', 'Inner', '1'), folder('4', 'Innermost', '3', 4)]

describe('folders', () => {
  it('are a tree by name, each with all flows in it', () => {
    const tree = treeOf(all)
    expect(tree.map((branch) => [branch.folder.name, branch.flows])).toEqual([
      ['alpha', 1],
      ['Beta', 6],
    ])
    expect(tree[1]!.inside[0]!.inside[0]!.folder.name).toBe('Innermost')
  })

  it('whose parent is gone stand at the top', () => expect(treeOf([folder('9', 'Lost', '8')])).toHaveLength(1))

  it('are found by the way to them', () => expect(wayTo(all, '4').map((one) => one.name)).toEqual(['Beta', 'Inner', 'Innermost']))

  it('are moved into others, not into themselves', () => expect(placesFor(all, '1').map((one) => one.label)).toEqual(['alpha']))
})
