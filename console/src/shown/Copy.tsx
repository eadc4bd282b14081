import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** Copies a text; says so to eyes and to screen readers. */
export function Copy({ text, label }: { text: string; label: string }) {
  const { copy, copied } = useClipboard({ timeout: 1500 })
  return (
    <>
      <Tooltip label={copied ? 'Copied' : label} withArrow events={{ hover: true, focus: true, touch: false }}>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={() => copy(text)}>
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  )
}
