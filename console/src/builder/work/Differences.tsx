import { Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Document } from '../../flows/cards/document'
import { Changed } from '../../flows/CardChanges'
import { differences } from './differences'

/** What one document has other than another, card by card. */
export function Differences({ before, after }: { before: Document; after: Document }) {
  const changes = useMemo(() => differences(before, after), [before, after])
  if (changes.length === 0) return <Text size="sm">Nothing that is shown is different.</Text>
  return (
    <Stack gap="xs">
      {changes.map((change) => (
        <Changed key={change.card ?? ''} card={change} />
      ))}
    </Stack>
  )
}
