// Builds the console into target/classes/console, for the server to serve: installs what the lock
// file names when that changed, generates the types of the API, checks them, bundles, compresses.
// Does nothing when no source changed. "node build.mjs test" runs the component tests.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { firstLoad } from './first-load.mjs'

const home = dirname(fileURLToPath(import.meta.url))
const out = join(home, 'target/classes/console')
const openapi = join(home, '../server/src/main/resources/openapi.json')

/** Compressed, of all that the first page needs before it shows anything. */
const MOST_FIRST_LOAD = 350_000

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`The console needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(relative(home, path)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

const lock = ['package.json', 'package-lock.json'].map((name) => join(home, name))
const settings = ['build.mjs', 'first-load.mjs', 'index.html', 'tsconfig.json', 'vite.config.ts'].map((name) => join(home, name))
const sources = () => digest([...lock, ...settings, openapi, ...files(join(home, 'src')).filter((path) => !path.endsWith('schema.d.ts'))])

function isMarked(name, value) {
  const mark = join(home, 'target', name)
  return existsSync(mark) && readFileSync(mark, 'utf8') === value
}

function mark(name, value) {
  mkdirSync(join(home, 'target'), { recursive: true })
  writeFileSync(join(home, 'target', name), value)
}

function run(...command) {
  // npm is a script with another name on some systems; a shell finds it, and no argument is a guest's.
  execFileSync(command[0], command.slice(1), { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' })
}

function tool(name, ...args) {
  run('node', join('node_modules', ...name.split('/')), ...args)
}

function install() {
  const wanted = digest(lock)
  if (existsSync(join(home, 'node_modules')) && isMarked('installed', wanted)) return
  run('npm', 'ci', '--no-audit', '--no-fund')
  mark('installed', wanted)
}

function types() {
  tool('openapi-typescript/bin/cli.js', openapi, '--output', 'src/api/schema.d.ts')
}

/** Each file a second and third time, compressed, so that nobody compresses while people wait. */
function compress() {
  for (const path of files(join(out, 'assets'))) {
    const content = readFileSync(path)
    writeFileSync(path + '.gz', gzipSync(content, { level: 9 }))
    writeFileSync(
      path + '.br',
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: statSync(path).size } }),
    )
  }
}

function requireSmall() {
  const size = firstLoad(out)
  console.log(`The first load of the console is ${Math.round(size / 1000)} kB, compressed with gzip.`)
  if (size > MOST_FIRST_LOAD) {
    console.error(`It may be ${MOST_FIRST_LOAD / 1000} kB. Load what not every page needs on demand (lazyRouteComponent).`)
    process.exit(1)
  }
}

function build() {
  const wanted = sources()
  if (existsSync(join(out, 'index.html')) && isMarked('built', wanted)) return
  install()
  types()
  tool('typescript/bin/tsc', '--noEmit')
  rmSync(out, { recursive: true, force: true })
  tool('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  compress()
  requireSmall()
  mark('built', wanted)
}

function test() {
  const wanted = sources()
  if (isMarked('tested', wanted)) return
  install()
  types()
  tool('vitest/vitest.mjs', 'run')
  mark('tested', wanted)
}

try {
  if (process.argv[2] === 'test') test()
  else build()
} catch (error) {
  // The tool has said what is wrong.
  console.error(`The console was not built: ${error.message}`)
  process.exit(1)
}
