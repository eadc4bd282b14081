import { Group, Paper, Title } from '@mantine/core'
import { State } from '../shown/Tone'
import type { CardChanges } from './changes'

const KINDS = { added: { label: 'Added', tone: 'good' }, removed: { label: 'Removed', tone: 'bad' }, changed: { label: 'Changed', tone: 'busy' } } as const

/** What one card has other than before. */
export function Changed({ card }: { card: CardChanges }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={card.title}>
      <Group gap="sm" justify="space-between">
        <Title order={3} size="h5" className="wrapped" dir="auto">
          {card.title}
        </Title>
        <State tone={KINDS[card.kind].tone}>{KINDS[card.kind].label}</State>
      </Group>
      {card.fields.length > 0 && (
        <dl className="fields">
          {card.fields.map((field, index) => (
            <div key={index}>
              <dt>{field.field}</dt>
              <dd>
                {field.before !== undefined && (
                  <del className="change" dir="auto">
                    {field.before === '' ? 'empty' : field.before}
                  </del>
                )}
                {field.after !== undefined && (
                  <ins className="change" dir="auto">
                    {field.after === '' ? 'empty' : field.after}
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Paper>
  )
}
