import { Alert, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { answers } from '../api/client'
import { useUnreachableSince } from '../api/reach'
import { Time } from '../time/Time'

const EVERY = 2_000

/** While the server does not answer, asks until it does; then everything that is shown is fetched again. */
export function useReturn() {
  const queries = useQueryClient()
  const since = useUnreachableSince()
  useEffect(() => {
    if (!since) return
    let over = false
    const ask = async () => {
      if (!(await answers()) && !over) timer = setTimeout(() => void ask(), EVERY)
    }
    let timer = setTimeout(() => void ask(), EVERY)
    const now = () => {
      clearTimeout(timer)
      void ask()
    }
    globalThis.addEventListener('online', now)
    return () => {
      over = true
      clearTimeout(timer)
      globalThis.removeEventListener('online', now)
      void queries.invalidateQueries()
    }
  }, [since, queries])
}

/** On every page while the server does not answer. */
export function ReachBanner() {
  const since = useUnreachableSince()
  if (!since) return null
  return (
    <Alert color="orange" variant="light" mb="lg" role="alert" icon={<IconPlugConnectedX aria-hidden />} title="No connection to the server">
      <Text size="sm">
        What you see may be old: the server has not answered since <Time at={since} precise />. This page asks again by itself and goes on when it does. What you have entered stays here.
      </Text>
    </Alert>
  )
}
