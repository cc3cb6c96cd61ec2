/** A message file on this computer as the text of a question. */
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type FileRefusal, type FileText, reportFromMessage } from '../../src/diagnosis/file.ts'
import { LARGEST_FILE } from '../../src/message.ts'

export type TerminalFileRefusal = FileRefusal | 'absent'

/**
 * `path` may begin with `~/` or be a `file:` address, as a terminal pastes what is dropped on it. A file larger than
 * `LARGEST_FILE` is not opened. Never rejects.
 */
export async function readMessageFile(path: string): Promise<FileText | { refusal: TerminalFileRefusal }> {
  try {
    const place = placeOf(path)
    const { size } = await stat(place)
    if (size > LARGEST_FILE) return { refusal: 'too-large' }
    return await reportFromMessage(await readFile(place))
  } catch {
    return { refusal: 'absent' }
  }
}

function placeOf(path: string): string | URL {
  if (path.startsWith('file:')) return fileURLToPath(path)
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
}
