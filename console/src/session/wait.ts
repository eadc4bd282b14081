import { useEffect, useState } from 'react'
import { Refused } from '../api/client'

/** How many seconds are left until the server takes another attempt; counts down by itself. */
export function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const seconds = error instanceof Refused ? (error.retryAfter ?? 0) : 0
    const end = Date.now() + seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)))
    tick()
    if (seconds === 0) return
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [error])
  return left
}
