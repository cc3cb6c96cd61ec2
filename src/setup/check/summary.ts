/** What a played check comes to, for each kind of mail program. Pure. */
import type { Played, PlayedStep } from './play.ts'
import { PROGRAMS, type Program } from './programs.ts'

export interface ProgramSummary {
  program: Program
  /** A key under `setup.check.summary`. */
  outcome: 'good' | 'differs' | 'broken' | 'none'
  /** The number of the step that decided, from 1; undefined where none did. */
  step: number | undefined
  steps: PlayedStep[]
}

/** A program takes the first place that has servers for it, and looks no further. */
export function summariesOf({ steps }: Played): ProgramSummary[] {
  return PROGRAMS.map((program) => {
    const own = steps.filter((step) => step.program === program)
    const taken = own.findIndex(({ means }) => means === 'found' || means === 'differs')
    const stopped = program === 'pacc' && own.some(({ verdict }) => verdict === 'broken')
    if (taken >= 0 && !stopped)
      return {
        program,
        outcome: own[taken]!.means === 'found' ? 'good' : 'differs',
        step: taken + 1,
        steps: own,
      }
    const broken = own.some(({ verdict }) => verdict === 'broken')
    return { program, outcome: broken ? 'broken' : 'none', step: undefined, steps: own }
  })
}
