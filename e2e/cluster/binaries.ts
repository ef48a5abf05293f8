import { access, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir, contentKey, setupLog, withLock } from './cache.ts'
import { buildGo, goVersion } from './go-build.ts'
import { runStep, type Progress } from './progress.ts'

const goModules = join(import.meta.dirname, 'go')
const kubernetesVersion = 'v1.34.4'
const helmVersion = 'v3.19.5'

/** The programs that are built, in the order of their use: a test of the control plane waits for `kube` alone. */
const programs = ['kube', 'coredns', 'pause', 'echo', 'helm', 'kwok'] as const
export type Program = (typeof programs)[number]

/** What the one binary `kube` is called by, each a link to it. */
const linksToKube = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
]

/**
 * The folder with Kubernetes, Helm and KWOK, built from the Go modules beside this file where it lacks them.
 *
 * The folder's name holds a hash of the modules, our commands and the Go version, so that a second call builds
 * nothing. A binary appears by a rename once it is whole; two processes at once build it once.
 *
 * @param options.only what is needed now. @default everything
 * @throws when Go is missing or too old, or a build fails
 */
export const ensureKubeBinaries = async (
  options: { readonly only?: readonly Program[]; readonly progress?: Progress | undefined } = {},
): Promise<string> => {
  const folder = join(
    cacheDir(),
    `kube-${contentKey({ texts: [await goVersion()], paths: [goModules] })}`,
    'bin',
  )
  const wanted = options.only ?? programs
  if ((await missing(folder, wanted)).length === 0) return folder
  await withLock('kube-build', async () => {
    await mkdir(folder, { recursive: true })
    await removeUnfinished(folder)
    for (const program of await missing(folder, wanted)) await build(folder, program, options.progress)
  })
  return folder
}

const missing = async (folder: string, wanted: readonly Program[]): Promise<Program[]> => {
  const found = await Promise.all(wanted.map((program) => exists(join(folder, program))))
  return wanted.filter((_, index) => !found[index])
}

/** What an interrupted build left: nobody else builds while we hold the lock. */
const removeUnfinished = async (folder: string): Promise<void> => {
  const left = (await readdir(folder)).filter((name) => name.startsWith('.unfinished-'))
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })))
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

interface Recipe {
  /** The folder below `go` whose module is built. */
  readonly module: string
  readonly package: string
  readonly linkerFlags: string
  readonly does: string
  /** Measured on two idle cores with an empty Go build cache, after the programs before it. */
  readonly typicalMs: number
  /** How many packages the compiler reports, for a rough percentage. */
  readonly packageCount: number
}

// Without these the server calls itself v0.0.0-master, and a chart's kubeVersion check may refuse it.
const kubernetesLinkerFlags = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
  .flatMap((path) => [
    `-X ${path}.gitVersion=${kubernetesVersion}`,
    `-X ${path}.gitMajor=1`,
    `-X ${path}.gitMinor=34`,
    `-X ${path}.gitTreeState=clean`,
    `-X ${path}.buildDate=2026-01-01T00:00:00Z`,
  ])
  .join(' ')

const recipes: Record<Program, Recipe> = {
  kube: {
    module: 'kube',
    package: './cmd/kube',
    linkerFlags: kubernetesLinkerFlags,
    does: 'Build Kubernetes from its Go modules',
    typicalMs: 290_000,
    packageCount: 2_760,
  },
  coredns: {
    module: 'kube',
    package: './cmd/coredns',
    linkerFlags: '',
    does: 'Build CoreDNS',
    typicalMs: 8_000,
    packageCount: 90,
  },
  pause: {
    module: 'kube',
    package: './cmd/pause',
    linkerFlags: '',
    does: 'Build the pause program',
    typicalMs: 1_000,
    packageCount: 1,
  },
  echo: {
    module: 'kube',
    package: './cmd/echo',
    linkerFlags: '',
    does: 'Build the echo program',
    typicalMs: 1_000,
    packageCount: 1,
  },
  helm: {
    module: 'kube',
    package: 'helm.sh/helm/v3/cmd/helm',
    linkerFlags: `-X helm.sh/helm/v3/internal/version.version=${helmVersion}`,
    does: 'Build Helm',
    typicalMs: 10_000,
    packageCount: 160,
  },
  kwok: {
    module: 'kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    linkerFlags: '',
    does: 'Build KWOK',
    typicalMs: 80_000,
    packageCount: 1_000,
  },
}

const build = (folder: string, program: Program, progress: Progress | undefined): Promise<void> => {
  const recipe = recipes[program]
  const logFile = setupLog(`build-${program}`)
  return runStep(progress, { name: recipe.does, typicalMs: recipe.typicalMs, logFile }, async (detail) => {
    const unfinished = await mkdtemp(join(folder, '.unfinished-'))
    try {
      let packageCount = 0
      await buildGo(
        {
          module: join(goModules, recipe.module),
          package: recipe.package,
          output: join(unfinished, program),
          linkerFlags: recipe.linkerFlags,
        },
        {
          logFile,
          onLine: (line) => {
            if (line.includes(' ')) return
            packageCount += 1
            if (packageCount % 50 === 0)
              detail(`${packageCount} of about ${recipe.packageCount} packages compiled`)
          },
        },
      )
      if (program === 'kube') await linkToKube(folder)
      await rename(join(unfinished, program), join(folder, program))
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
  })
}

const linkToKube = (folder: string): Promise<unknown> =>
  Promise.all(
    linksToKube.map(async (name) => {
      await rm(join(folder, name), { force: true })
      await symlink('kube', join(folder, name))
    }),
  )
