import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The licences of the npm packages in a bundle, with the texts that the packages carry: most of these licences ask for their
 * text to go along. Equal packages give equal text.
 *
 * @param packageFolders such as `node_modules/fastify`, sorted
 */
export function thirdPartyNotices(repository: string, packageFolders: readonly string[]): string {
  const notices = packageFolders.map((folder) => noticeOf(join(repository, folder)))
  return [
    'This program is licensed under the Apache License 2.0, see LICENSE. It contains the packages below.\n',
    // A package that is there twice, in one version, is told once.
    ...new Set(notices),
  ].join(`\n${'-'.repeat(80)}\n\n`)
}

interface Manifest {
  name: string
  version: string
  license?: unknown
  author?: string | { name?: string }
}

function noticeOf(folder: string): string {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  if (typeof license !== 'string') throw new Error(`${folder} was bundled and does not say its licence`)
  const texts = licenceFilesOf(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const by = typeof author === 'string' ? author : author?.name
  if (texts.length === 0 && by !== undefined) texts.push(`It carries no text of its licence. Author: ${by}`)
  if (texts.length === 0)
    throw new Error(`${folder} was bundled and has neither a text of its licence nor an author`)
  return [`${name} ${version}, ${license}`, ...texts.map(tidy)].join('\n\n') + '\n'
}

function licenceFilesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|copyright|notice)/i.test(file))
    .sort()
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}
