/** 256 KiB hold 1,000 ids with a note, and any configuration; nothing larger is ever meant. */
export const smallBodyBytesMax = 256 * 1024
