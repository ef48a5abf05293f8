import { existsSync, readFileSync } from 'node:fs'
import { setupLog, withLock } from './cache.ts'
import { isInstalled, runCommand } from './command.ts'
import { runStep, type Progress } from './progress.ts'

/** A Debian package and the program, or the path of a file, by which we see that it is there. */
interface Need {
  readonly program: string
  readonly debianPackage: string
}

/**
 * Installs the Debian packages of those programs that are missing, and says so in the step's name.
 *
 * @throws where the machine is no Debian or Ubuntu or we are not root, with the command to type
 */
export const ensurePrograms = async (needs: readonly Need[], progress?: Progress): Promise<void> => {
  if (missingOf(needs).length === 0) return
  await withLock('apt', async () => {
    const missing = missingOf(needs)
    if (missing.length === 0) return
    const packages = missing.map(({ debianPackage }) => debianPackage)
    const install = ['install', '--yes', '--no-install-recommends', ...packages]
    if (!isDebianLike() || process.getuid?.() !== 0) {
      throw new Error(
        `Missing on this machine: ${missing.map(({ program }) => program).join(', ')}. ` +
          `${isDebianLike() ? 'Type' : 'Install what provides them; on Debian or Ubuntu:'} ` +
          `sudo apt-get update && sudo apt-get ${install.join(' ')}`,
      )
    }
    const logFile = setupLog('apt')
    const name = `Install Debian packages: ${packages.join(', ')}`
    await runStep(progress, { name, typicalMs: 15_000, logFile }, async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' }
      await runCommand('apt-get', ['update'], { logFile, env })
      await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...install], { logFile, env })
    })
  })
}

const missingOf = (needs: readonly Need[]): Need[] => needs.filter(({ program }) => !isInstalled(program))

const isDebianLike = (): boolean => /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease())

/** Whether the machine itself is a Debian, whose package mirror then serves every Debian. */
export const isDebian = (): boolean => /^ID="?debian"?$/m.test(osRelease())

const osRelease = (): string => (existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')

/** Whether this process holds a Linux capability, by its bit. @see capabilities(7), proc(5): CapEff */
export const hasCapability = (bit: number): boolean => {
  const [, mask] = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return mask !== undefined && ((BigInt(`0x${mask}`) >> BigInt(bit)) & 1n) === 1n
}
