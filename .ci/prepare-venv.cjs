// Makes `.venv` with the Python packages of the second test tier; does nothing when it is up to date.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const VENV = path.resolve('.venv');
const STAMP = path.join(VENV, 'requirements.txt');

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`);
}

const wanted = fs.readFileSync(REQUIREMENTS, 'utf8');
if (!fs.existsSync(STAMP) || fs.readFileSync(STAMP, 'utf8') !== wanted) {
  try {
    run('python3', ['-m', 'venv', '--clear', VENV]);
    run(path.join(VENV, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
    fs.writeFileSync(STAMP, wanted);
  } catch (error) {
    console.error(
      `${/** @type {Error} */ (error).message}\n  On Debian: apt-get install python3 python3-pip python3-venv`,
    );
    process.exitCode = 2;
  }
}
