import { build, type Plugin } from 'esbuild'
import { join } from 'node:path'

export interface Bundle {
  /** File name below /app -> content. */
  files: ReadonlyMap<string, Buffer>
  /** Folders of the npm packages that ended up in it, such as `node_modules/fastify`. */
  packageFolders: readonly string[]
}

/** One ES module with everything that `entry` imports, and its source map. Equal sources give equal bytes. */
export async function bundle(repository: string, entry: string): Promise<Bundle> {
  const result = await build({
    absWorkingDir: repository,
    entryPoints: [entry],
    outfile: join(repository, 'app/main.mjs'),
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Workspace packages are read from their sources.
    conditions: ['source'],
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // Packages that are CommonJS call `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    // Its index exports every client of the Kubernetes API. We read credentials with it, nothing else.
    alias: { '@kubernetes/client-node': '@kubernetes/client-node/dist/config.js' },
    plugins: [withoutUnusedClients],
    logLevel: 'warning',
  })
  const files = new Map(
    result.outputFiles.map(({ path, contents }) => [
      path.slice(path.lastIndexOf('/') + 1),
      Buffer.from(contents),
    ]),
  )
  const bundled = Object.values(result.metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  return { files, packageFolders: packageFoldersOf(bundled) }
}

/**
 * Credentials need one function of what `gen/index.js` of @kubernetes/client-node exports, and the package does not say that its
 * files do nothing when they are loaded. They do not: the clients of the API, which nobody asks for, can stay away.
 */
const withoutUnusedClients: Plugin = {
  name: 'without-unused-clients',
  setup(builder) {
    builder.onResolve(
      { filter: /^\.\/(gen\/index|models\/all|types\/ObjectParamAPI)\.js$/ },
      ({ path, resolveDir }) =>
        resolveDir.includes('@kubernetes/client-node/dist')
          ? { path: join(resolveDir, path), sideEffects: false }
          : undefined,
    )
  },
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` -> `node_modules/a/node_modules/@b/c`; our own sources are left out. */
export function packageFoldersOf(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)
    return found === null ? [] : [found[0]]
  })
  return [...new Set(folders)].sort()
}
