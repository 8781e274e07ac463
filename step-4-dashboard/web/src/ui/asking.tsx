/** In the place of a page until the server has said what is on it. */
export function Asking() {
  return <p className="py-16 text-center text-ink-soft">Asking the server …</p>
}
