/** `widget-file.js`: reads a message file in the browser. Nothing of it leaves the page but the text of the question. */
export { reportFromMessage } from '../../../src/diagnosis/file.ts'
