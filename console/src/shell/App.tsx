import { RouterProvider } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Box } from '@mantine/core'
import { bearSession } from '../api/client'
import { SessionContext, sessionQuery } from '../session/session'
import { SignIn } from '../session/SignIn'
import { ChoosePassword } from '../session/ChoosePassword'
import { Failed, Starting } from '../shown/states'
import { ZoneContext, type Zone } from '../time/zone'
import { useReturn } from './Reach'
import { router } from './router'

const ZONE = 'hookline.zone'

function remembered(): Zone {
  return localStorage.getItem(ZONE) === 'utc' ? 'utc' : 'local'
}

/** Who is signed in and where times are; then the pages. */
export function App() {
  const queries = useQueryClient()
  const session = useQuery(sessionQuery)
  const [zone, setZone] = useState<Zone>(remembered)
  const zones = useMemo(() => {
    const switchZone = () =>
      setZone((before) => {
        const after = before === 'utc' ? 'local' : 'utc'
        localStorage.setItem(ZONE, after)
        return after
      })
    return { zone, switchZone }
  }, [zone])

  useReturn()
  const csrf = session.data?.csrf ?? undefined
  // Before any page asks for anything.
  bearSession(csrf, () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }))
  useEffect(() => {
    document.documentElement.dataset.signedIn = String(session.data?.signedIn ?? false)
  }, [session.data?.signedIn])

  if (session.isPending) return <Starting />
  if (session.isError && !session.data) {
    return (
      <Box component="main" maw={560} mx="auto" mt="20vh" p="md">
        <Failed error={session.error} retry={() => void session.refetch()} />
      </Box>
    )
  }
  if (!session.data?.signedIn) return <SignIn />
  if (session.data.mustChoosePassword) return <ChoosePassword session={session.data} />
  return (
    <SessionContext.Provider value={session.data}>
      <ZoneContext.Provider value={zones}>
        <RouterProvider router={router} />
      </ZoneContext.Provider>
    </SessionContext.Provider>
  )
}
