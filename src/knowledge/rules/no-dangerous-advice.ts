import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'
import { shownTexts } from './texts.ts'

/** Advice that would let somebody read along. Each pattern names the advice, in every language that answers. */
const DANGEROUS: { advice: string; pattern: RegExp; unless: RegExp }[] = [
  {
    advice: 'accepting any certificate',
    pattern:
      /\b(accept|trust|confirm|accepte[rz]?|approuve[rz]?|fai(re|tes) confiance)\b.{0,40}\bcertifi?cat/i,
    unless: /\b(do not|don.t|never|before|until|not|ne|n.|jamais|avant|sans)\b/i,
  },
  {
    advice: 'switching off encryption or protection',
    pattern:
      /\b(turn off|switch off|disable|deactivate|désactive[rz]?|coupe[rz]?)\b.{0,30}\b(ssl|tls|encryption|chiffrement|antivirus|firewall|pare-feu)/i,
    unless: /\b(do not|don.t|never|not|ne|n.|jamais|sans)\b/i,
  },
  {
    advice: 'sending a password',
    pattern: /\b(send|tell|give|envoyez|donnez|dites)\b.{0,20}\b(your password|votre mot de passe)\b/i,
    unless: /\b(do not|don.t|never|not|ne|n.|jamais|nobody|personne)\b/i,
  },
]

/** No advice to accept any certificate, to drop encryption or to give a password away. */
export const noDangerousAdvice: Rule = {
  name: 'no-dangerous-advice',
  check(knowledge) {
    const problems: Problem[] = []
    for (const { file, path, text } of shownTexts(knowledge))
      for (const { advice, pattern, unless } of DANGEROUS)
        for (const sentence of text.split(/(?<=[.!?])\s+/))
          if (pattern.test(sentence) && !unless.test(sentence))
            problems.push({
              file,
              path,
              message: `this reads as advice for ${advice}`,
              mend: 'Say what is safe instead, or say not to.',
            })
    return problems
  },
}
