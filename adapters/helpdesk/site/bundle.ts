/**
 * The sources in `../widget/` as scripts, made once when the bot starts: `widget.js`, which every page loads, and
 * `widget-file.js`, which is loaded when somebody adds a message file.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const WIDGET = new URL('../widget/', import.meta.url)
/** The browsers that know constructable style sheets, popovers, container queries and `light-dark()`. */
const TARGETS = ['chrome125', 'firefox125', 'safari17.5']

export interface Script {
  plain: Buffer
  gzip: Buffer
  brotli: Buffer
  /** Changes with the contents. */
  etag: string
}

export interface Scripts {
  widget: Script
  file: Script
}

let made: Promise<Scripts> | undefined

/** The scripts, made on the first call in about 80 ms. Rejects when a source does not parse. */
export function widgetScripts(): Promise<Scripts> {
  made ??= bundleWidget()
  return made
}

async function bundleWidget(): Promise<Scripts> {
  const { build, stop, transform } = await import('esbuild')
  try {
    const styles = await transform(await readFile(new URL('widget.css', WIDGET), 'utf8'), {
      loader: 'css',
      minify: true,
      target: TARGETS,
    })
    const define = { STYLES: JSON.stringify(styles.code.trim()) }
    const [widget, file] = await Promise.all([
      script(build, 'main.ts', 'iife', define),
      script(build, 'file.ts', 'esm'),
    ])
    return { widget, file }
  } finally {
    // Its helper process would stay otherwise.
    await stop()
  }
}

/** One browser script of this adapter, bundled and compressed. */
async function script(
  build: typeof import('esbuild').build,
  entry: string,
  format: 'iife' | 'esm',
  define: Record<string, string> = {},
): Promise<Script> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, WIDGET))],
    bundle: true,
    minify: true,
    format,
    platform: 'browser',
    target: TARGETS,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
    define,
  })
  return packed(Buffer.from(result.outputFiles[0]!.contents))
}

/** The same bytes in the encodings that browsers take. */
function packed(plain: Buffer): Script {
  return {
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
  }
}
