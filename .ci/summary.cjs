// Adds up the Jest results in data/work/tests. Arguments: names of steps that failed.
const fs = require('node:fs');
const path = require('node:path');

/**
 * @typedef {{ status: string, ancestorTitles: string[], title: string }} Assertion
 * @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number,
 *   testResults: { name: string, assertionResults: Assertion[] }[] }} Results
 */

const FOLDER = 'data/work/tests';

/** Why a test was skipped: what follows "skipped:" in a title, otherwise the titles themselves. */
function reasonOf(/** @type {Assertion} */ { ancestorTitles, title }) {
  const text = [...ancestorTitles, title].join(' › ');
  return /skipped: ([^›]*)/.exec(text)?.[1]?.trim() ?? ancestorTitles[0] ?? title;
}

/** @param {readonly string[]} failedSteps */
function main(failedSteps) {
  const names = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
  /** @type {Results[]} */
  const results = names.map((name) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')));
  const passed = results.reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
  const failedTests = results.reduce((sum, one) => sum + one.numFailedTests + one.numRuntimeErrorTestSuites, 0);

  /** @type {Map<string, number>} */
  const skipped = new Map();
  for (const { assertionResults } of results.flatMap(({ testResults }) => testResults))
    for (const assertion of assertionResults.filter(({ status }) => status === 'pending' || status === 'todo'))
      skipped.set(reasonOf(assertion), (skipped.get(reasonOf(assertion)) ?? 0) + 1);

  console.log();
  for (const name of failedSteps) console.log(`failed step: ${name}`);
  for (const [reason, count] of skipped) console.log(`${count} skipped: ${reason}`);
  // A step that failed without a failed test (a build, the pipeline) counts as one.
  const failed = failedTests > 0 ? failedTests : failedSteps.length;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

main(process.argv.slice(2));
