// Nothing has changed, so the default pipeline must execute no stage. How its time compares with an Nx run of one cached task
// (goal: at most 1.3 times) is printed, not judged: other programs make runs longer.
const { spawnSync } = require('node:child_process');
const { executedStages } = require('../tools/experiments/last-run');

const ROUNDS = 5;

/** @param {string} task @returns {number} seconds */
function secondsOf(task) {
  const start = performance.now();
  const { status, stdout } = spawnSync('node_modules/.bin/nx', ['run', task], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`nx run ${task} failed:\n${stdout}`);
  return (performance.now() - start) / 1000;
}

let warm = secondsOf('pipeline:all');
const executed = executedStages('.');
let floor = secondsOf('contracts:build');
for (let round = 1; round < ROUNDS; round++) {
  warm = Math.min(warm, secondsOf('pipeline:all'));
  floor = Math.min(floor, secondsOf('contracts:build'));
}
const ratio = warm / floor;
console.log(`warm pipeline:all ${warm.toFixed(2)} s, one cached task ${floor.toFixed(2)} s: ${ratio.toFixed(2)} times`);
console.log(`stages executed: ${executed.length === 0 ? 'none' : executed.join(', ')}`);
process.exitCode = executed.length > 0 ? 1 : 0;
