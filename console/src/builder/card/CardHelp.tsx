import { Badge, Code, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { EFFECTS } from '../../flows/flows'
import { typeName } from '../document'
import type { Card } from '../page/builder'
import type { CardField } from './widget'

/** What the catalog says of a card. */
export function CardHelp({ card, id, close }: { card: Card | undefined; id: string; close: () => void }) {
  return (
    <Modal opened onClose={close} title={card?.title ?? id} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      {card ? (
        <Stack>
          <Text>{card.help}</Text>
          <Group gap="xs">
            <Badge variant="light" color="gray" tt="none">
              {card.category}
            </Badge>
            <Badge variant="light" color="gray" tt="none">
              {EFFECTS[card.effect].label}
            </Badge>
            <Code>{card.id}</Code>
          </Group>
          <Text size="sm" c="dimmed">
            {EFFECTS[card.effect].about}
          </Text>
          <Fields title="Options" fields={card.options} />
          <Fields title="Inputs" fields={card.inputs} />
          <Fields title="Outputs" fields={card.outputs} />
          {card.examples.length > 0 && (
            <div>
              <Text fw={600} size="sm">
                Example
              </Text>
              <Code block>{`${JSON.stringify(card.examples[0]!.in, null, 2)}\n→ ${JSON.stringify(card.examples[0]!.out, null, 2)}`}</Code>
            </div>
          )}
        </Stack>
      ) : (
        <Text>
          The card <Code>{id}</Code> is not installed here. Its fields are shown as the flow has them; the flow cannot run it.
        </Text>
      )}
    </Modal>
  )
}

function Fields({ title, fields }: { title: string; fields: CardField[] }) {
  const named = fields.filter((field) => field.help)
  if (named.length === 0) return null
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      <Table withRowBorders={false} verticalSpacing={2} aria-label={title}>
        <Table.Tbody>
          {named.map((field, index) => (
            <Table.Tr key={index}>
              <Table.Td style={{ verticalAlign: 'top' }}>
                {field.title ?? 'Further fields'}
                {field.required ? ' *' : ''}
              </Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }} c="dimmed">
                {field.value.type === '*' ? (field.list ? 'List' : 'Any') : typeName({ type: field.value.type, collection: field.value.collection })}
              </Table.Td>
              <Table.Td>{field.help}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
