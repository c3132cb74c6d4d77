// Prints the stages that the last Nx run of this workspace executed, as against took from a cache; one a line.
const fs = require('node:fs');
const path = require('node:path');

/**
 * Aliases are "executed" too, but only a stage has a folder of its own among the artifacts; `source` writes a CSV.
 * @param {string} root @returns {string[]} task names, in the order of their end
 */
function executedStages(root) {
  const { tasks } = JSON.parse(fs.readFileSync(path.join(root, '.nx/cache/run.json'), 'utf8'));
  return tasks
    .filter((/** @type {{ cacheStatus: string }} */ task) => task.cacheStatus === 'cache-miss')
    .filter((/** @type {{ projectName: string, target: string }} */ { projectName, target }) => {
      return target === 'source' || fs.existsSync(path.join(root, 'data/artifacts', projectName, target));
    })
    .map((/** @type {{ taskId: string }} */ task) => task.taskId);
}

module.exports = { executedStages };

if (require.main === module) for (const task of executedStages('.')) console.log(task);
