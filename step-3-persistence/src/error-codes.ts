import { listErrorCodes, errorCodes as step2Codes } from 'step-2-capture/error-codes'

export { listErrorCodes }

/** Every error code of step 3: those of steps 1 and 2, and what alerts and their store add. */
export const errorCodes = {
  ...step2Codes,
  ...listErrorCodes(3, {
    E_ADDRESS_REFUSED: [400, 'A channel leads to an address that is not allowed.'],
    E_ADDRESS_UNKNOWN: [400, 'The host name of a channel has no address.'],
    E_ALERTS_HELD: [507, 'Detections could not be stored before the end; they wait in a file.'],
    E_ALERTS_LOST: [500, 'The database refused detections, so they make no alert.'],
    E_BAD_CURSOR: [400, 'The cursor is not of a page in this order.'],
    E_CONFIG_DAMAGED: [503, 'The stored configuration cannot be read.'],
    E_CONFIRM_NEEDED: [409, 'The suppression hides many alerts, so it needs their count.'],
    E_COUNT_CHANGED: [409, 'Another number of alerts matches than was expected.'],
    E_DELIVERY_FAILED: [500, 'A fault of the program while a notification was delivered.'],
    E_FEED_REFUSED: [
      422,
      'A feed of threat intelligence is not what it should be; the one before stays.',
    ],
    E_FLOWS_UNAVAILABLE: [503, 'The flows of earlier runs cannot be asked.'],
    E_MAINTENANCE_FAILED: [500, 'What the retention no longer allows was not removed.'],
    E_NO_ALERT: [404, 'No alert has this id.'],
    E_NO_DELIVERY: [404, 'No dead delivery has this id.'],
    E_NO_EVIDENCE: [404, 'The alert does not name packets.'],
    E_NO_FEED: [404, 'No feed has this name.'],
    E_NO_HOST: [404, 'No flow and no alert is about this address.'],
    E_NO_INCIDENT: [404, 'No incident, and no alert of one, has this id.'],
    E_NO_INDICATOR: [404, 'No indicator of your own has this value.'],
    E_NO_SECOND_STAGE: [404, 'No version of the second stage has this id.'],
    E_NO_SUPPRESSION: [404, 'No suppression has this id.'],
    E_NOT_BETTER: [409, 'The second stage would order the decided alerts no better.'],
    E_NOTIFICATION_FAILED: [500, 'A notification could not be put into the outbox.'],
    E_PACKETS_GONE: [410, 'The packets of the alert are not kept, or no longer.'],
    E_RULE_TOO_BROAD: [400, 'The suppression would hide every alert.'],
    E_SECRET_NEEDED: [400, 'A channel without its secret cannot be switched on or moved.'],
    E_STORE_DAMAGED: [503, 'The part of the database that was asked for is damaged.'],
    E_STORE_MIGRATION: [503, 'The tables of the database cannot be brought up to date.'],
    E_STORE_OPEN: [503, 'The database cannot be opened.'],
    E_STORE_UNAVAILABLE: [503, 'The database does not answer.'],
    E_TOO_FEW_DECISIONS: [422, 'Too few alerts are decided to learn from the decisions.'],
    E_TOO_MANY_ALERTS: [422, 'More alerts match than are changed at once.'],
    E_TOO_MANY_FEEDS: [422, 'As many feeds are kept as there may be.'],
    E_TOO_MANY_SUPPRESSIONS: [422, 'As many suppressions are kept as there may be.'],
  }),
}
