import { createInterface } from 'node:readline'
import { GenericContainer, Wait } from 'testcontainers'

// The reaper is an image that cannot be pulled; the janitor beside this file does its work.
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
// Inside a container testcontainers would guess the bridge's gateway, which the server's certificate does not name.
process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost'

/** The container of a Kubernetes node; started when Kubernetes in it is ready. */
export class NodeContainer extends GenericContainer {
  readonly #apiPort: number | undefined

  constructor(
    image: string,
    options: {
      readonly name: string
      readonly apiPort: number | undefined
      readonly mounts: readonly { readonly source: string; readonly target: string }[]
      readonly environment: Readonly<Record<string, string>>
      /** Called with each line of the node's log while it starts. */
      readonly onLine: (line: string) => void
    },
  ) {
    super(image)
    this.#apiPort = options.apiPort
    this.withName(options.name)
      .withHostname('node')
      .withPrivilegedMode()
      .withTmpFs({ '/run': 'rw,exec', '/tmp': 'rw,exec' })
      .withBindMounts([...options.mounts])
      .withEnvironment({ ...options.environment })
      .withExposedPorts(6443)
      .withLogConsumer((stream) => createInterface(stream).on('line', options.onLine))
      .withWaitStrategy(Wait.forLogMessage(/cluster ready/))
  }

  // On loopback alone: whoever reaches this API server as an administrator is root on the machine.
  protected override beforeContainerCreated(): Promise<void> {
    const port = this.#apiPort === undefined ? '' : String(this.#apiPort)
    this.hostConfig.PortBindings = { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: port }] }
    return Promise.resolve()
  }
}
