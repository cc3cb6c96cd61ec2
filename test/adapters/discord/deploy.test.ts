import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { REST } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandDefinitions } from '../../../adapters/discord/commands.ts'
import { deploy, inviteLinks } from '../../../adapters/discord/deploy.ts'
import { type Peer, startPeer, TOKEN } from './peer.ts'
import { APPLICATION, GUILD } from './people.ts'
import { interfaceWords } from './words.ts'
import { STARTING } from './world.ts'

const EVERYWHERE = `/applications/${APPLICATION}/commands`
const CLI = fileURLToPath(new URL('../../../adapters/discord/deploy-cli.ts', import.meta.url))

let peer: Peer
const commands = commandDefinitions(interfaceWords)
beforeEach(async () => {
  peer = await startPeer({ mode: 'http' })
})
afterEach(async () => {
  await peer.close()
  expect(peer.problems).toEqual([])
})

async function run(wanted = commands, guildId?: string): Promise<{ changed: boolean; lines: string[] }> {
  const lines: string[] = []
  const rest = new REST({ api: peer.apiUrl }).setToken(TOKEN)
  const changed = await deploy({
    rest,
    applicationId: APPLICATION,
    guildId,
    commands: wanted,
    print: (line) => lines.push(line),
  })
  return { changed, lines }
}
const puts = () => peer.callsTo('PUT', /commands$/).length

describe('registering the commands', () => {
  it('registers all where there are none, after naming each', async () => {
    const { changed, lines } = await run()
    expect(changed).toBe(true)
    expect(lines.slice(0, -1)).toEqual([
      '+ /ask',
      '+ /ports',
      '+ /pop-or-imap',
      '+ /setup',
      '+ /error',
      '+ /human',
      '+ "Answer this"',
    ])
    expect(peer.commands.get(EVERYWHERE)).toHaveLength(commands.length)
  })

  it('registers nothing when nothing differs, though Discord adds fields and defaults', async () => {
    await run()
    const again = await run([...commands].reverse())
    expect([again.changed, puts()]).toEqual([false, 1])
  })

  it('shows what differs, old and new, before registering it', async () => {
    await run()
    const other = structuredClone(commands) as unknown as {
      name: string
      description: string
      name_localizations: Record<string, string>
      options: { choices: { name: string }[]; required?: boolean }[]
    }[]
    other[0]!.description = 'Ask away'
    other[0]!.name_localizations.fr = 'question'
    other[1]!.options[0]!.choices[0]!.name = 'Outgoing'
    other[4]!.options[0]!.required = false
    const { lines } = await run(other.filter(({ name }) => name !== 'human') as never)
    expect(lines.slice(0, -1)).toEqual([
      '- /human',
      '~ /ask name_localizations fr: "demander" becomes "question"',
      '~ /ask description: "Ask a question about your email" becomes "Ask away"',
      expect.stringMatching(/^~ \/ports options 0 choices 0 name: ".*" becomes "Outgoing"$/),
      '~ /error options 0 required: true becomes false',
    ])
  })

  it('registers in one server alone, and again only when something differs there', async () => {
    await run(commands, GUILD)
    expect(peer.commands.has(EVERYWHERE)).toBe(false)
    expect(peer.commands.get(`/applications/${APPLICATION}/guilds/${GUILD}/commands`)).toHaveLength(
      commands.length,
    )
    expect((await run(commands, GUILD)).changed).toBe(false)
  })

  it('keeps the entry point of an application with activities', async () => {
    const entry = {
      id: '1700000000000000001',
      name: 'launch',
      type: 4,
      handler: 2,
      description: '',
      version: '1',
    }
    peer.commands.set(EVERYWHERE, [entry])
    const { lines } = await run()
    expect(lines.join('\n')).not.toContain('launch')
    expect(peer.commands.get(EVERYWHERE)).toContainEqual(
      expect.objectContaining({ name: 'launch', type: 4, id: entry.id }),
    )
  })

  it.each([
    [{ status: 401, body: { code: 0, message: '401: Unauthorized' } }, 'DISCORD_TOKEN'],
    [{ status: 403, body: { code: 50001, message: 'Missing Access' } }, `client_id=${APPLICATION}`],
    [{ status: 404, body: { code: 10002, message: 'Unknown Application' } }, 'application id'],
  ])('says what to do when Discord refuses (%o)', async (answer, mend) => {
    peer.fault({ method: 'GET', path: /commands$/, ...answer })
    await expect(run()).rejects.toMatchObject({ name: 'AdapterError', mend: expect.stringContaining(mend) })
  })
})

describe('the invite links', () => {
  it('are built from the application id, with the permissions that are used and no more', () => {
    const { server, person } = inviteLinks(APPLICATION)
    const query = new URL(server).searchParams
    expect(query.get('client_id')).toBe(APPLICATION)
    expect(query.get('scope')).toBe('bot applications.commands')
    // View channels, send messages, read history, create public threads, send in threads.
    expect(BigInt(query.get('permissions')!)).toBe(
      (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n),
    )
    expect(new URL(person).searchParams.get('integration_type')).toBe('1')
  })
})

describe('docs/discord.md', () => {
  it('has the same link for a server', () => {
    const guide = readFileSync(new URL('../../../docs/discord.md', import.meta.url), 'utf8')
    expect(guide).toContain(`\`${inviteLinks('APPLICATION_ID').server}\``)
  })
})

describe('npm run discord:deploy', () => {
  const cli = (args: string[], env: Record<string, string>) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [CLI, ...args], { env: { PATH: process.env.PATH, ...env } })
      let [out, err] = ['', '']
      child.stdout.on('data', (data) => {
        out += data
      })
      child.stderr.on('data', (data) => {
        err += data
      })
      child.on('close', (code) => resolve({ code, out, err }))
    })

  it(
    'registers, and prints the links to add the bot',
    async () => {
      const env = { DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: APPLICATION, DISCORD_API_URL: peer.apiUrl }
      const { code, out, err } = await cli(['--guild', GUILD], env)
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('+ /ask')
      expect(out).toContain(inviteLinks(APPLICATION).server)
      expect(out).not.toContain(TOKEN)
    },
    STARTING,
  )

  it(
    'says what is missing',
    async () => {
      const results = await Promise.all([
        cli([], {}),
        cli(['--guild', 'mine'], { DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: APPLICATION }),
      ])
      expect(results.map(({ code }) => code)).toEqual([1, 1])
      expect(results[0]!.err).toContain('DISCORD_TOKEN and DISCORD_APPLICATION_ID are not set')
      expect(results[1]!.err).toContain('Copy Server ID')
      for (const { err } of results) expect(err).not.toMatch(/\n\s+at /)
    },
    STARTING,
  )
})
