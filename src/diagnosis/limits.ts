/** The longest text that is read, in characters; what is longer is read so far. Contract, section 1. */
export const LONGEST_REPORT = 16_000

/** The largest message file that is read, in bytes. */
export const LARGEST_FILE = 1024 * 1024
