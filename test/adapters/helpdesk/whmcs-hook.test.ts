import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { clientOf } from '../../../adapters/helpdesk/whmcs/client-token.ts'

const HOOK = fileURLToPath(new URL('../../../adapters/helpdesk/whmcs/mailsherpa.php', import.meta.url))
const SECRET = 'the same as "WHMCS_SECRET"'

const php = (() => {
  try {
    return execFileSync('php', ['-r', 'echo PHP_VERSION;'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return undefined
  }
})()
if (!php)
  process.stdout.write(
    'the WHMCS hook file: skipped, because there is no php here (apt-get install php-cli)\n',
  )

/** What the hook puts into a page with these template variables; `changes` are the constants an admin edits. */
function output(vars: object, changes: Record<string, string> = {}): string {
  const edited = Object.entries({
    MAILSHERPA_URL: 'https://help.example.com/',
    MAILSHERPA_SECRET: SECRET,
    ...changes,
  }).reduce(
    (source, [name, value]) =>
      source.replace(new RegExp(`const ${name} = '.*';`), () => `const ${name} = ${phpString(value)};`),
    readFileSync(HOOK, 'utf8'),
  )
  const program = `
    define('WHMCS', true);
    $hooks = [];
    function add_hook($point, $priority, $function) { global $hooks; $hooks[$point][] = $function; }
    ${edited.replace('<?php', '')}
    $vars = json_decode(${phpString(JSON.stringify(vars))}, true);
    if (isset($vars['client'])) { $vars['client'] = (object) $vars['client']; }
    foreach ($hooks as $point => $functions) { foreach ($functions as $function) { echo $point, "\\n", $function($vars); } }`
  return execFileSync('php', ['-d', 'error_reporting=-1', '-d', 'display_errors=1', '-r', program], {
    encoding: 'utf8',
  })
}
const phpString = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

describe.skipIf(!php)('the WHMCS hook file', () => {
  test('puts the widget at the foot of the client area, in the client’s language', () => {
    expect(output({ language: 'french' })).toBe(
      'ClientAreaFooterOutput\n<script src="https://help.example.com/widget.js" async data-locale="fr"></script>',
    )
  })

  test.each([
    [{ language: 'portuguese-br' }, 'pt-BR'],
    [{ language: 'English' }, 'en'],
    [{ language: 'french', activeLocale: { languageCode: 'de' } }, 'de'],
    [{ activeLocale: { languageCode: 'fr_CA' } }, 'fr-CA'],
    [{ language: 'klingon' }, ''],
    [{ language: ['french'] }, ''],
    [{}, ''],
  ])('reads the language of %j as "%s"', (vars, locale) => {
    expect(output(vars)).toContain(`data-locale="${locale}"`)
  })

  test.each([
    [{ client: { id: 42 } }, 42],
    [{ clientsdetails: { client_id: 43 } }, 43],
    [{ clientsdetails: { id: '44' } }, 44],
    [{ clientsdetails: { userid: 45 } }, 45],
  ])('names the client of %j so that the bot believes it, for twelve hours', (vars, client) => {
    const token = /data-client="([^"]+)"/.exec(output(vars))![1]!
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000)
    expect(clientOf(token, SECRET, at(0))).toBe(client)
    expect(clientOf(token, SECRET, at(11.9))).toBe(client)
    expect(clientOf(token, SECRET, at(12.1))).toBeNull()
  })

  test.each([
    ['a visitor', { clientsdetails: [] }, {}],
    ['an empty secret', { client: { id: 42 } }, { MAILSHERPA_SECRET: '' }],
  ])('names nobody for %s', (_what, vars, changes) => {
    expect(output(vars, changes)).not.toContain('data-client')
  })

  test('takes no markup from the language or from its settings', () => {
    const html = output(
      { activeLocale: { languageCode: '"><script>alert(1)</script>' } },
      { MAILSHERPA_COLOR: `red"' onload='alert(1)` },
    )
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html).not.toMatch(/ onload='/)
    expect(html).toContain('data-color="red&quot;&#039; onload=&#039;alert(1)"')
  })

  test('shows nothing when it is opened by itself', () => {
    expect(execFileSync('php', [HOOK], { encoding: 'utf8' })).toBe('This file cannot be accessed directly')
  })
})
