import type { Program } from './program.ts';

export const df: Program = ({ args, machine: { disk }, stdout, stderr }) => {
  const path = args.find((it) => !it.startsWith('-'));
  if (path !== undefined && !/^\/(srv|var|home|etc|$)/.test(path)) {
    stderr(`df: ${path}: No such file or directory\n`);
    return 1;
  }
  const free = Math.max(0, disk.totalKb - disk.usedKb);
  const percent = `${Math.ceil((disk.usedKb / disk.totalKb) * 100)}%`;
  const cells = [disk.totalKb, disk.usedKb, free].map((kb) => String(kb).padStart(11)).join('');
  stdout('Filesystem     1024-blocks      Used Available Capacity Mounted on\n');
  stdout(`/dev/sda1      ${cells}     ${percent.padStart(4)} /\n`);
  return 0;
};
