import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconDots, IconNote } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { Markdown } from '../../shown/Markdown'
import { setNote } from '../document'
import { keyOf, useBuilder } from '../page/builder'
import type { CardBox } from './layout'
import { useTools } from './tools'

/** A note between cards: markdown, which is written in place. */
export function Note({ box }: { box: CardBox; selected: boolean }) {
  const { readOnly } = useBuilder()
  const tools = useTools()
  const { at, method } = box.node
  const { comments } = method.node.model
  const note = typeof comments === 'object' && comments ? comments : { title: '', markdown: typeof comments === 'string' ? comments : '' }
  const key = keyOf(at)
  const writing = tools.renaming === key
  const title = note.title ?? ''
  const markdown = note.markdown ?? ''
  return (
    <>
      <header className="builder-head builder-note-head">
        <IconNote size={16} aria-hidden />
        <Text size="sm" fw={600} className="builder-names builder-title" dir="auto">
          {title || 'Note'}
        </Text>
        <Button className="nodrag builder-more" size="compact-xs" variant="subtle" color="gray" aria-label={`Actions of the note ${title}`} aria-haspopup="menu" tabIndex={-1} onClick={(event) => tools.menu(at, event.currentTarget)}>
          <IconDots size={16} aria-hidden />
        </Button>
      </header>
      {!tools.far && (
        <div className="builder-body nodrag nopan">
          {writing ? <Writing box={box} title={title} markdown={markdown} /> : markdown ? <Markdown text={markdown} /> : <Text size="sm" c="dimmed">Nothing is written here yet.</Text>}
          {!writing && !readOnly && (
            <Button mt="xs" size="compact-xs" variant="default" onClick={() => tools.setRenaming(key)}>
              {markdown || title ? 'Edit the note' : 'Write'}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function Writing({ box, title, markdown }: { box: CardBox; title: string; markdown: string }) {
  const { change } = useBuilder()
  const tools = useTools()
  const [typed, setTyped] = useState({ title, markdown })
  const done = () => {
    if (typed.title !== title || typed.markdown !== markdown) change('Write the note', (document) => setNote(document, box.node.at, typed))
    tools.setRenaming(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      tools.setRenaming(undefined)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) done()
  }
  return (
    <Stack gap="xs" onKeyDown={onKeyDown}>
      <TextInput size="xs" label="Title" autoFocus maxLength={255} value={typed.title} onChange={(event) => setTyped({ ...typed, title: event.currentTarget.value })} />
      <Textarea size="xs" label="Text, in markdown" autosize minRows={4} maxRows={16} className="nowheel" value={typed.markdown} onChange={(event) => setTyped({ ...typed, markdown: event.currentTarget.value })} />
      <Group justify="flex-end" gap="xs">
        <Button size="compact-xs" variant="default" onClick={() => tools.setRenaming(undefined)}>
          Cancel
        </Button>
        <Button size="compact-xs" onClick={done}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
