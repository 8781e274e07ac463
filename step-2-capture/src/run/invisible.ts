/**
 * Characters that hide text or turn its direction round (C1 controls, zero-width characters,
 * separators of lines, bidirectional marks), for a class of a regular expression. C0 controls are
 * not among them, because each text decides for itself whether it may have lines.
 */
export const invisibleClass = String.raw`\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff`
