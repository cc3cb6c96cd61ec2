/** The part of node-nlp that the comparison uses; the package has no types of its own. */
declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: object)
    addLanguage(language: string): void
    addDocument(language: string, text: string, intent: string): void
    train(): Promise<void>
    process(text: string): Promise<{ intent: string; score: number }>
  }
}
