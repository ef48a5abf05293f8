import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A program or library that is in an image but comes from no npm package. */
export interface ForeignComponent {
  name: string
  version: string
  /** A package URL, such as `pkg:deb/debian/libc6@2.36-9`. */
  purl: string
  license?: string
}

interface Subject {
  name: string
  version: string
}

/**
 * What is in an image, as CycloneDX 1.6 (ECMA-424): the npm packages that were really bundled, with the hashes of the
 * lock file, and what is beside them. It holds no time and no random number, so equal images have equal ones.
 */
export function billOfMaterials(
  repository: string,
  {
    subject,
    packageFolders,
    foreign,
  }: { subject: Subject; packageFolders: readonly string[]; foreign: readonly ForeignComponent[] },
): string {
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string } | undefined>
  }
  const bundled = packageFolders.map((folder) => {
    const locked = lock.packages[folder]
    if (locked?.version === undefined)
      throw new Error(`${folder} was bundled but is not in package-lock.json`)
    const manifest = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')) as {
      name: string
      license?: unknown
    }
    const purl = `pkg:npm/${manifest.name.replace('@', '%40')}@${locked.version}`
    return {
      type: 'library',
      'bom-ref': purl,
      name: manifest.name,
      version: locked.version,
      purl,
      ...(typeof manifest.license === 'string'
        ? { licenses: [{ license: { name: manifest.license } }] }
        : {}),
      ...(locked.integrity === undefined ? {} : { hashes: [hashOf(locked.integrity)] }),
    }
  })
  const others = foreign.map(({ license, ...component }) => ({
    type: 'library',
    'bom-ref': component.purl,
    ...component,
    ...(license === undefined ? {} : { licenses: [{ license: { name: license } }] }),
  }))
  // npm may install one version at several places; the schema refuses equal components.
  const unique = new Map([...bundled, ...others].map((component) => [component.purl, component]))
  const components = [...unique.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const root = `pkg:generic/${subject.name}@${subject.version}`
  return `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${uuidOf(JSON.stringify([root, components]))}`,
      version: 1,
      metadata: {
        component: {
          type: 'container',
          'bom-ref': root,
          ...subject,
          purl: root,
          licenses: [{ license: { id: 'Apache-2.0' } }],
        },
      },
      components,
      dependencies: [{ ref: root, dependsOn: components.map(({ purl }) => purl) }],
    },
    undefined,
    2,
  )}\n`
}

/** `sha512-<base64>` of the lock file as CycloneDX writes it. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split('-')
  return { alg: algorithm.replace(/^sha/, 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }
}

/** A name-based UUID (RFC 9562, version 8): the same content has the same. */
function uuidOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
