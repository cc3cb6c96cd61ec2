/** A played check as text. */
import type { Words } from '../../adapter.ts'
import type { Played } from './play.ts'
import { summariesOf } from './summary.ts'

/** `say`: words under `setup.check`. `page`: where customers are sent. */
export function checkText(played: Played, say: Words, page: string): string {
  const programs = summariesOf(played).map(({ program, outcome, step, steps }) =>
    [
      say(`program.${program}`),
      say(`summary.${outcome}`, { step: step ?? '' }),
      ...steps.flatMap(({ asked, verdict, means, values }, index) => [
        `  ${index + 1}. ${say(`verdict.${verdict}`).padEnd(8)} ${asked}`,
        `     ${say(`means.${means}`, values ?? {})}`,
      ]),
    ].join('\n'),
  )
  return `${say('title-for', { domain: played.domain })}\n\n${programs.join('\n\n')}\n\n${say('apple', { page })}\n`
}
