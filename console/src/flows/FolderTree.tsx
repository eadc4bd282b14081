import { ActionIcon, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconFolder } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { PageLink } from '../shown/links'
import type { Folder } from './flows'
import { treeOf, wayTo, type Branch } from './tree'
import './folders.css'

/** Folders as links that fold; arrow keys go up, down, in and out. */
export function FolderTree({ folders, chosen, all }: { folders: Folder[]; chosen?: string; all?: number }) {
  const [folded, setFolded] = useState<Record<string, boolean>>({})
  const open = new Set(wayTo(folders, chosen).map((folder) => folder.id))
  const isOpen = (branch: Branch) => !(folded[branch.folder.id] ?? !open.has(branch.folder.id))
  const fold = (id: string, value: boolean) => setFolded((before) => ({ ...before, [id]: value }))

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>('[data-folder]')
    if (!here) return
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-folder]')]
    const at = links.indexOf(here)
    if (event.key === 'ArrowDown') links[at + 1]?.focus()
    else if (event.key === 'ArrowUp') links[at - 1]?.focus()
    else if (event.key === 'ArrowRight') fold(here.dataset.folder!, false)
    else if (event.key === 'ArrowLeft') fold(here.dataset.folder!, true)
    else return
    event.preventDefault()
  }

  const level = (branches: Branch[]) => (
    <ul className="folders">
      {branches.map((branch) => (
        <li key={branch.folder.id}>
          <div className={branch.folder.id === chosen ? 'folder folder-chosen' : 'folder'}>
            {branch.inside.length > 0 ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                tabIndex={-1}
                aria-label={`${isOpen(branch) ? 'Fold' : 'Unfold'} ${branch.folder.name}`}
                aria-expanded={isOpen(branch)}
                onClick={() => fold(branch.folder.id, isOpen(branch))}
              >
                {isOpen(branch) ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
              </ActionIcon>
            ) : (
              <span className="folder-mark" />
            )}
            <PageLink
              to="/flows"
              search={(before) => ({ ...before, folder: branch.folder.id })}
              data-folder={branch.folder.id}
              underline="never"
              c="inherit"
              className="folder-link"
              aria-current={branch.folder.id === chosen ? 'true' : undefined}
            >
              <IconFolder size={16} stroke={1.6} aria-hidden className="folder-icon" />
              <span className="wrapped" dir="auto">
                {branch.folder.name}
              </span>
              <Text span size="xs" c="dimmed" className="folder-count">
                {branch.flows.toLocaleString()}
              </Text>
            </PageLink>
          </div>
          {branch.inside.length > 0 && isOpen(branch) && level(branch.inside)}
        </li>
      ))}
    </ul>
  )

  return (
    <nav aria-label="Folders" onKeyDown={move}>
      <div className={chosen ? 'folder' : 'folder folder-chosen'}>
        <span className="folder-mark" />
        <PageLink to="/flows" search={(before) => ({ ...before, folder: undefined })} data-folder="" underline="never" c="inherit" className="folder-link" aria-current={chosen ? undefined : 'true'}>
          <span>All flows</span>
          {all !== undefined && (
            <Text span size="xs" c="dimmed" className="folder-count">
              {all.toLocaleString()}
            </Text>
          )}
        </PageLink>
      </div>
      {level(treeOf(folders))}
    </nav>
  )
}
