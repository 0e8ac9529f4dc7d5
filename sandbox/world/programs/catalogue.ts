import { cat } from './cat.ts';
import { createCommand } from './command.ts';
import { curl } from './curl.ts';
import { date } from './date.ts';
import { df } from './df.ts';
import { dig } from './dig.ts';
import { docker } from './docker.ts';
import { echo } from './echo.ts';
import { hostname } from './hostname.ts';
import { id } from './id.ts';
import type { Program } from './program.ts';
import { refuseShell } from './refuse-shell.ts';
import { sleep } from './sleep.ts';
import { stat } from './stat.ts';
import { createTest } from './test.ts';
import { uptime } from './uptime.ts';

/** What is installed on each host of the sandbox. A copy: a host may be given more programs. */
export function createCatalogue(): Map<string, Program> {
  const programs = {
    cat,
    curl,
    date,
    df,
    dig,
    docker,
    echo,
    hostname,
    id,
    sh: refuseShell,
    bash: refuseShell,
    sleep,
    stat,
    uptime,
  };
  const installed = new Map<string, Program>([...Object.entries(programs), ['true', () => 0], ['false', () => 1]]);
  return installed.set('command', createCommand(installed)).set('test', createTest(installed));
}
