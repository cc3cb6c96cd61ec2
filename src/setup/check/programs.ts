/** Kinds of programs that look in the same places: see `setup.check.program` in the languages. */
export const PROGRAMS = ['thunderbird', 'outlook', 'srv', 'pacc'] as const
export type Program = (typeof PROGRAMS)[number]
