import { DOCKER_VERSIONS, toInspection, toPsFields } from '../docker.ts';
import type { Container } from '../containers.ts';
import { renderGoTemplate, TemplateError } from '../go-template.ts';
import { parseOptions } from './options.ts';
import type { Call, Program } from './program.ts';

const DAEMON_IS_DOWN =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n';

/** docker: ps, inspect, stop, start, restart, logs, version. */
export const docker: Program = async (call) => {
  const [verb = '', ...rest] = call.args[0] === 'container' ? call.args.slice(1) : call.args;
  const run = VERBS[verb];
  if (run === undefined) {
    call.stderr(`docker: '${verb}' is not a docker command.\nSee 'docker --help'\n`);
    return 1;
  }
  if (call.machine.faults.docker === 'down') {
    call.stderr(DAEMON_IS_DOWN);
    return 1;
  }
  try {
    return await run({ ...call, args: rest });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    call.stderr(`template: :1: ${error.message}\n`);
    return 1;
  }
};

const ps: Program = ({ args, machine, clock, stdout, stderr }) => {
  const { options, unknown } = parseOptions(args, {
    flags: ['--all', '-a', '--no-trunc', '-q', '--quiet'],
    values: ['--filter', '-f', '--format'],
  });
  if (unknown !== undefined) {
    stderr(`unknown flag: ${unknown}\n`);
    return 125;
  }
  const filters = [...(options.get('--filter') ?? []), ...(options.get('-f') ?? [])];
  const format = options.get('--format')?.at(-1) ?? 'table {{.ID}}\\t{{.Image}}\\t{{.Status}}\\t{{.Names}}';
  const isFull = options.has('--no-trunc');
  for (const container of machine.containers.values()) {
    const isListed =
      options.has('--all') || options.has('-a') || ['running', 'paused', 'restarting'].includes(container.state);
    if (!isListed || !filters.every((it) => isMatch(it, container))) continue;
    const fields = toPsFields(container, { now: clock.now(), isFull, kind: machine.faults.docker });
    if (options.has('-q') || options.has('--quiet')) stdout(`${fields['ID']}\n`);
    else if (format === 'json') stdout(`${JSON.stringify(fields)}\n`);
    else stdout(`${renderGoTemplate(format.replace(/^table /, ''), fields)}\n`);
  }
  return 0;
};

function isMatch(filter: string, container: Container): boolean {
  const [key = '', value = ''] = filter.split('=', 2);
  if (key === 'name') return new RegExp(value).test(`/${container.name}`) || new RegExp(value).test(container.name);
  if (key === 'status') return container.state === value;
  if (key === 'health') return (container.health ?? 'none') === value;
  return false;
}

const inspect: Program = ({ args, machine, stdout, stderr }) => {
  const { options, words } = parseOptions(args, { flags: [], values: ['--format', '-f', '--type'] });
  const format = options.get('--format')?.at(-1) ?? options.get('-f')?.at(-1);
  const found: Record<string, unknown>[] = [];
  let exitCode = 0;
  for (const name of words) {
    const container = findContainer(machine.containers, name);
    if (container !== undefined) found.push(toInspection(container));
    else {
      stderr(`Error: No such object: ${name}\n`);
      exitCode = 1;
    }
  }
  if (format === undefined) stdout(`${JSON.stringify(found, null, 4)}\n`);
  else for (const it of found) stdout(`${format === 'json' ? JSON.stringify(it) : renderGoTemplate(format, it)}\n`);
  return exitCode;
};

function forEachNamed(act: (container: Container) => void): Program {
  return async ({ args, machine, stdout, stderr }) => {
    const { words } = parseOptions(args, { flags: [], values: ['--time', '-t', '--timeout', '--signal', '-s'] });
    let exitCode = 0;
    for (const name of words) {
      const container = findContainer(machine.containers, name);
      if (container === undefined) {
        stderr(`Error response from daemon: No such container: ${name}\n`);
        exitCode = 1;
      } else {
        act(container);
        await machine.settled();
        stdout(`${name}\n`);
      }
    }
    return exitCode;
  };
}

const logs: Program = ({ args, machine, stdout, stderr }) => {
  const { options, words } = parseOptions(args, { flags: ['--timestamps', '-t'], values: ['--tail', '-n', '--since'] });
  const container = findContainer(machine.containers, words[0] ?? '');
  if (container === undefined) {
    stderr(`Error response from daemon: No such container: ${words[0] ?? ''}\n`);
    return 1;
  }
  const lines = toLog(container);
  const tail = options.get('--tail')?.at(-1) ?? options.get('-n')?.at(-1);
  const count = tail === undefined || tail === 'all' ? lines.length : Number(tail);
  for (const line of count === 0 ? [] : lines.slice(-count)) stdout(`${line}\n`);
  return 0;
};

function toLog({ name, startedAt, finishedAt, state }: Container): string[] {
  const lines = [`${startedAt.toISOString()} ${name}: started`];
  for (let n = 1; n <= 20; n += 1) lines.push(`${startedAt.toISOString()} ${name}: request ${n} answered`);
  if (state === 'exited' && finishedAt !== undefined) lines.push(`${finishedAt.toISOString()} ${name}: stopped`);
  return lines;
}

const version: Program = ({ args, machine, stdout }) => {
  const { options } = parseOptions(args, { flags: [], values: ['--format', '-f'] });
  const { version: number, api } = DOCKER_VERSIONS[machine.faults.docker === 'down' ? 'modern' : machine.faults.docker];
  const data = {
    Client: { Version: number, ApiVersion: api },
    Server: { Version: number, ApiVersion: api, Os: 'linux' },
  };
  const format =
    options.get('--format')?.at(-1) ??
    options.get('-f')?.at(-1) ??
    'Client: {{.Client.Version}}\\nServer: {{.Server.Version}}';
  stdout(`${format === 'json' ? JSON.stringify(data) : renderGoTemplate(format, data)}\n`);
  return 0;
};

function findContainer(containers: Call['machine']['containers'], name: string): Container | undefined {
  return containers.get(name) ?? [...containers.values()].find((it) => name.length >= 4 && it.id.startsWith(name));
}

const VERBS: Readonly<Record<string, Program>> = {
  ps,
  ls: ps,
  inspect,
  stop: forEachNamed((it) => it.stop()),
  start: forEachNamed((it) => it.start()),
  restart: forEachNamed((it) => {
    it.stop();
    it.start();
  }),
  logs,
  version,
};
