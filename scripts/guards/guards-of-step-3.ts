import type { Guard } from './guard.ts'

const inPackage = { package: 'step-3-persistence' } as const

/** Between what strangers sent and the people who read of it. */
export const guardsOfStep3: readonly Guard[] = [
  {
    name: 'an address inside is refused',
    threats: [25],
    change: {
      ...inPackage,
      file: 'notify/channel/outbound-guard.ts',
      in: 'const refused = addresses.find(({ address }) => !isAllowed(address, allowsPrivate))',
      by: 'const refused = addresses.find(({ address }) => address === "" && !isAllowed(address, allowsPrivate))',
    },
    tests: ['src/notify/channel/outbound-guard.test.ts'],
  },
  {
    name: 'a message goes to the address that was checked',
    threats: [25],
    change: {
      ...inPackage,
      file: 'notify/channel/http-post.ts',
      in: `lookup: (_host, options, found) =>
          options.all ? found(null, [{ address, family }]) : found(null, address, family),`,
      by: 'family: address === "" ? family : 0,',
    },
    tests: ['src/notify/channel/http-post.test.ts'],
  },
  {
    name: 'a rule of no field hides nothing',
    threats: [40],
    change: {
      ...inPackage,
      file: 'suppress/breadth.ts',
      in: "if (saysNothing(rule)) return 'it has no field that limits it, so it would hide everything'",
      by: '',
    },
    tests: ['src/suppress/breadth.test.ts'],
  },
  {
    name: 'a rule of half the internet is dangerous',
    threats: [40],
    change: {
      ...inPackage,
      file: 'suppress/breadth.ts',
      in: 'if (wide !== undefined) return `${wide} is wider than the network of any one operator`',
      by: '',
    },
    tests: ['src/suppress/breadth.test.ts'],
  },
  {
    name: 'a cell is no formula',
    threats: [27],
    change: {
      ...inPackage,
      file: 'export/csv.ts',
      in: "/^[=+\\-@\\t\\r\\n]/.test(text) ? `'${text}` : text",
      by: 'text',
    },
    tests: ['src/export/export-alerts.test.ts'],
  },
  {
    name: 'a message mentions no user of Slack',
    threats: [20],
    change: {
      ...inPackage,
      file: 'notify/channel/slack.ts',
      in: "return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')",
      by: 'return text',
    },
    tests: [
      'src/notify/channel/channel-registry.test.ts',
      'src/notify/channel/channel-kinds.test.ts',
    ],
  },
  {
    name: 'a start looks for damage in the database',
    threats: [50],
    change: {
      ...inPackage,
      file: 'persistence.ts',
      in: 'if (!isNew) damage.startCheck(closing)',
      by: '',
    },
    tests: ['test/damaged-page.test.ts'],
  },
  {
    name: 'damage has a code of its own',
    threats: [50],
    change: {
      ...inPackage,
      file: 'store/storage-error.ts',
      in: 'if (isDamage(errcode)) {',
      by: 'if (isDamage(errcode) && errcode === 0) {',
    },
    tests: ['test/damaged-page.test.ts'],
  },
  {
    name: 'noise leaves room for messages of what is critical',
    threats: [34, 47],
    change: {
      ...inPackage,
      file: 'notify/message-budget.ts',
      in: 'if (this.#sent.length >= messagesPerMinuteMax * share) return false',
      by: 'if (this.#sent.length >= messagesPerMinuteMax / 3) return false',
    },
    tests: ['src/routes/notifications.test.ts', 'src/notify/notification-policy.test.ts'],
  },
  {
    name: 'one source leaves room for messages of the others',
    threats: [47],
    change: {
      ...inPackage,
      file: 'notify/message-budget.ts',
      in: 'return source === null || ofSource < messagesOfSourceMax * share',
      by: 'return source === null || ofSource >= 0',
    },
    tests: ['src/notify/notification-policy.test.ts'],
  },
  {
    name: 'what was held back is stated',
    threats: [47],
    change: {
      ...inPackage,
      file: 'notify/notification-policy.ts',
      in: 'const heldBack = this.#heldBack.takeSentence(notification.severity)',
      by: 'const heldBack = undefined',
    },
    tests: ['src/routes/notifications.test.ts'],
  },
  {
    name: 'what could not be stored waits in a file',
    threats: [38],
    change: {
      ...inPackage,
      file: 'alert/alert-writer.ts',
      in: "if (waiting.length > 0) await this.#options.spill?.write(waiting, this.#reason ?? 'it ended')",
      by: 'void waiting',
    },
    tests: ['test/spill.test.ts'],
  },
  {
    name: 'what waits in a file is stored by the next server',
    threats: [38],
    change: {
      ...inPackage,
      file: 'persistence.ts',
      in: 'storeHeld(writer, spill)',
      by: '',
    },
    tests: ['test/spill.test.ts'],
  },
]
