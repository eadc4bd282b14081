import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowsExchange, IconX } from '@tabler/icons-react'
import type { CardAt } from '../document'

interface Props {
  /** The input that takes the value. */
  input: string
  title: string
  names: readonly string[]
  /** What happens to the value on its way. */
  converted?: string
  jump?: () => void
  remove?: () => void
}

/** A link, at the input that takes its value: says where that comes from and leads there. */
export function SourcePill({ input, title, names, converted, jump, remove }: Props) {
  const name = names.join(' › ')
  const whole = `${title} › ${name}`
  return (
    <div className="source-pill" dir="auto">
      <Tooltip label={whole} withArrow withinPortal>
        <UnstyledButton className="source-name" fz="xs" onClick={jump} disabled={!jump} aria-label={`${input} takes ${whole}; go to ${title}`}>
          {name}
        </UnstyledButton>
      </Tooltip>
      {converted && (
        <Tooltip label={converted} withArrow withinPortal multiline maw={280}>
          <IconArrowsExchange size={14} role="img" aria-label={converted} />
        </Tooltip>
      )}
      {remove && (
        <ActionIcon size={24} variant="transparent" color="gray" aria-label={`Remove the link of ${input}`} onClick={remove}>
          <IconX size={12} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}

export type Jump = (at: CardAt) => void
