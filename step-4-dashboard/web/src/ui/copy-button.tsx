import { useEffect, useState } from 'react'
import { Button } from './button.tsx'

/** Puts a text into the clipboard and says so for two seconds. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<'copied' | 'refused'>()
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(undefined), 2_000)
    return () => clearTimeout(timer)
  }, [said])

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('copied')
    } catch {
      setSaid('refused') // The browser allows it only over HTTPS and on this machine.
    }
  }

  return (
    <Button look="quiet" className="-mr-3" onClick={copy} title={text}>
      <span aria-live="polite">
        {said === 'copied' ? 'Copied' : said === 'refused' ? 'The browser refused' : label}
      </span>
    </Button>
  )
}
