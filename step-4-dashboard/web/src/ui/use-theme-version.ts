import { useEffect, useState } from 'react'

/** A number that grows when the colours change, by switch or by the system. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0)
  useEffect(() => {
    const bump = () => setVersion((old) => old + 1)
    const system = matchMedia('(prefers-color-scheme: dark)')
    window.addEventListener('themechange', bump)
    system.addEventListener('change', bump)
    return () => {
      window.removeEventListener('themechange', bump)
      system.removeEventListener('change', bump)
    }
  }, [])
  return version
}
