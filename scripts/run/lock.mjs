import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inRoot, say } from './places.mjs'

const LOOK_AGAIN_MS = 250
const lockFile = inRoot('.cache', 'run.lock')

/** Runs `work` while no other run installs or builds in this checkout; waits for the one that does. */
export async function alone(work) {
  mkdirSync(dirname(lockFile), { recursive: true })
  for (let told = false; !taken(); told = true) {
    const owner = holder()
    if (owner !== null && !alive(owner)) rmSync(lockFile, { force: true })
    else {
      if (!told) say(`Waiting for another run (process ${owner ?? '?'}) that installs or builds here…`)
      await wait(LOOK_AGAIN_MS)
    }
  }
  const release = () => rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function taken() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null
  } catch {
    return null
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
