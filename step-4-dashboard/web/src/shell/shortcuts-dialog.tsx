import { type Ref, useState } from 'react'
import { areShortcutsOn, switchShortcuts } from '../keyboard/shortcut-setting.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Key } from '../ui/key.tsx'
import { shortcutList } from './shortcut-list.ts'

export function ShortcutsDialog({ ref }: { ref: Ref<HTMLDialogElement> }) {
  const [isOn, setIsOn] = useState(areShortcutsOn)
  return (
    <Dialog ref={ref} title="Keyboard shortcuts" className="w-80">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {shortcutList.map(([keys, what]) => (
          <div key={keys} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt className="flex gap-1">
              {keys.split(' ').map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isOn}
          onChange={(event) => {
            switchShortcuts(event.target.checked ? 'on' : 'off')
            setIsOn(event.target.checked)
          }}
        />
        Single keys do something
      </label>
    </Dialog>
  )
}
