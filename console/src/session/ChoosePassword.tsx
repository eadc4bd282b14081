import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Outside } from './Outside'
import { PasswordForm } from './PasswordForm'
import { sessionQuery, signOut, type Session } from './session'

/** Somebody came in with a one-time password: nothing is allowed until it is replaced. */
export function ChoosePassword({ session }: { session: Session }) {
  const queries = useQueryClient()
  return (
    <Outside title="Choose your password">
      <Text size="sm" className="wrapped">
        You are signed in as <b>{session.name}</b> with a one-time password. Choose one of your own to go on.
      </Text>
      <PasswordForm current="One-time password" done={() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })} />
      <Button variant="default" onClick={() => void signOut(queries, false)}>
        Sign out
      </Button>
    </Outside>
  )
}
