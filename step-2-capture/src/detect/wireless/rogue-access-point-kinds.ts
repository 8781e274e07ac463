import { techniques } from '../seam/techniques.ts'

const technique = techniques['T1557.004']

export const rogueAccessPointKinds = [
  {
    id: 'evil_twin',
    title:
      '{source} announces the Wi-Fi {name} {how}, which {owner} announces with WPA ' +
      '({frames}; threshold: {limit})',
    technique,
    recommend:
      'If this is no access point of yours, find it with a directional antenna, and change what was ' +
      'typed on pages that it showed. Stations should use a profile that demands WPA.',
  },
  {
    id: 'every_name_answered',
    title:
      '{source} answered as {networks} of Wi-Fi in {span}; an access point has one name ' +
      '(threshold: {limit})',
    technique,
    recommend:
      'Whatever network a station looks for, this device says that it is the one (KARMA). Find it, ' +
      'and remove open networks from the lists of stations.',
  },
] as const
