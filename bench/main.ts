// npm run bench -- <name>: one file of this folder per benchmark.
const names = ['start', 'alerts', 'alert-history'];
const name = process.argv[2] ?? 'start';
if (names.includes(name)) await import(`./${name}.ts`);
else {
  process.stderr.write(`No benchmark named ${name}. There are: ${names.join(', ')}\n`);
  process.exitCode = 1;
}
