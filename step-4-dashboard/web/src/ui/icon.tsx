/** The drawings of the dashboard on a grid of 20, stroked in the colour of the text. */
const drawings = {
  activity: 'M2 10h4l2.500-6 4 12 2.500-6h3',
  bell: 'M10 3a5 5 0 0 0-5 5v3l-1.500 3h13L15 11V8a5 5 0 0 0-5-5ZM8 17h4',
  play: 'M6 4l10 6-10 6Z',
  stop: 'M5 5h10v10H5Z',
  pause: 'M7 4v12M13 4v12',
  upload: 'M10 13V4M6 7.500 10 3.500l4 4M4 13v3h12v-3',
  download: 'M10 3.500v9M6 9l4 4 4-4M4 14v2.500h12V14',
  replay: 'M4 10a6 6 0 1 0 2-4.500M6 2v4h4',
  radio:
    'M10 10h.01M6.500 13.500a5 5 0 0 1 0-7M13.500 6.500a5 5 0 0 1 0 7M4 16a8.500 8.500 0 0 1 0-12M16 4a8.500 8.500 0 0 1 0 12',
  learn: 'M10 4 2.500 8 10 12l7.500-4ZM5.500 10v4c2.500 2 6.500 2 9 0v-4',
  check: 'M4 10.500 8 14.500 16 6',
  cross: 'M5 5l10 10M15 5 5 15',
  arrow: 'M4 10h12M11 5l5 5-5 5',
  back: 'M16 10H4M9 5l-5 5 5 5',
  up: 'M10 16V4M5 9l5-5 5 5',
  right: 'M7 4l6 6-6 6',
  down: 'M4 7l6 6 6-6',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.500 13.500 17 17',
  sun: 'M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  moon: 'M16 12.500A6.500 6.500 0 0 1 7.500 4a6.500 6.500 0 1 0 8.500 8.500Z',
  screen: 'M3 4h14v9H3ZM7 17h6M10 13v4',
  help: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15ZM7.700 8a2.300 2.300 0 1 1 3.300 2c-.7.400-1 .8-1 1.500M10 14h.01',
  unplugged: 'M3 17 17 3M8 4l2 2M12 8l4 4M6 8.500A4.500 4.500 0 0 0 11.500 14',
  note: 'M4 3h12v10l-4 4H4ZM12 17v-4h4',
  swap: 'M3 7h12M12 4l3 3-3 3M17 13H5M8 10l-3 3 3 3',
  mute: 'M8 4.500A5 5 0 0 1 15 9v2l1.500 3H6M5 8v3l-1.500 3M8 17h4M3 3l14 14',
  sliders: 'M4 6h6M14 6h2M12 4v4M4 14h2M10 14h6M8 12v4',
  pulse:
    'M10 16.500S3 12.500 3 7.800A3.600 3.600 0 0 1 10 6.500a3.600 3.600 0 0 1 7 1.300c0 4.700-7 8.700-7 8.700Z',
  clock: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15ZM10 6v4.500l3 2',
  book: 'M10 5.500C8 4 5.500 3.500 3 3.500v12c2.500 0 5 .500 7 2 2-1.500 4.500-2 7-2v-12c-2.500 0-5 .500-7 2ZM10 5.500v12',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  copy: 'M7 7h9v9H7ZM13 7V4H4v9h3',
  filter: 'M3 4h14l-5.500 6.500V16l-3-1.500v-4Z',
  trash: 'M4 6h12M8 6V4h4v2M6 6l.700 10.500h6.600L14 6',
  flag: 'M5 18V3h10l-2 3.500L15 10H5',
} as const

export type IconName = keyof typeof drawings

/** A picture beside words; it says nothing by itself, so readers of the screen skip it. */
export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  )
}
