/** A design token as the colour that it is now: a canvas knows no custom properties. */
export function resolveColor(token: `--${string}`): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  probe.hidden = true
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
