import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Sums the reports of one run of .ci/run into its closing line.

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not even be loaded have no tests in the count above. */
  numFailedTestSuites: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const folder = process.argv[2] ?? '';
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  passed += report.numPassedTests;
  failed += report.numFailedTests + broken.length;
  for (const file of report.testResults)
    for (const test of file.assertionResults)
      if (test.status === 'failed') process.stdout.write(`failed: ${test.fullName}\n`);
  for (const file of broken) process.stdout.write(`failed to load: ${file.name}\n`);
}
for (const line of readFileSync(join(folder, 'steps.txt'), 'utf8').trim().split('\n')) {
  const isPassed = line.startsWith('passed ');
  if (isPassed) passed++;
  else failed++;
  if (!isPassed) process.stdout.write(`${line}\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
