/** The settings as a table for the README and as `.env.example`, made from the zod schemas that check them. */
import type { z } from 'zod'
import type { AdapterModule } from '../adapter.ts'
import { descriptionOf } from '../config.ts'

interface Group {
  title: string
  /** When the group is on; empty for the core. */
  on: string
  schema: z.ZodObject
}

/** The core's settings first, then those of each adapter. */
export function settingGroups(core: z.ZodObject, adapters: AdapterModule[]): Group[] {
  return [
    { title: 'Core', on: '', schema: core },
    ...adapters
      .filter((module) => Object.keys(module.settings.shape).length > 0)
      .map((module) => ({
        title: module.name,
        on: module.always
          ? 'always on'
          : `on with ${module.complete.map((set) => set.join(' + ')).join(', or ')}`,
        schema: module.settings,
      })),
  ]
}

interface Row {
  name: string
  description: string
  /** As it would be written in the environment; undefined when there is none. */
  standard: string | undefined
}

function rowsOf(schema: z.ZodObject): Row[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType
    const empty = type.safeParse(undefined)
    const standard = empty.success && empty.data !== undefined ? String(empty.data) : undefined
    return {
      name,
      description: descriptionOf(type),
      standard: standard?.startsWith('/') ? undefined : standard,
    }
  })
}

/** A Markdown table. */
export function settingsTable(groups: Group[]): string {
  const lines = ['| variable | meaning | default |', '| --- | --- | --- |']
  for (const { title, on, schema } of groups) {
    if (on) lines.push(`| **${title}** | ${on} | |`)
    for (const { name, description, standard } of rowsOf(schema))
      lines.push(
        `| \`${name}\` | ${description.replaceAll('|', '\\|')} | ${standard === undefined ? '' : `\`${standard}\``} |`,
      )
  }
  return lines.join('\n')
}

/** Every variable commented out, with what it means. */
export function environmentExample(groups: Group[]): string {
  const parts = groups.map(({ title, on, schema }) =>
    [
      `# --- ${title}${on ? `: ${on}` : ''}`,
      ...rowsOf(schema).flatMap(({ name, description, standard }) => [
        `# ${description}`,
        `# ${name}=${standard ?? ''}`,
      ]),
    ].join('\n'),
  )
  return `# Copy to .env and start with: node --env-file=.env src/main.ts\n# Made by: npm run settings\n\n${parts.join('\n\n')}\n`
}
