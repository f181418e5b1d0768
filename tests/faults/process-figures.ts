import { readFileSync } from 'node:fs';

/** `getconf CLK_TCK`: the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const [USER_TICKS, SYSTEM_TICKS] = [11, 12];

/** Processor time of a process since its start, all threads, user and system. From `/proc/PID/stat`. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
}

/** Memory that a process holds in RAM, in kB; or the most that it ever held. From `/proc/PID/status`. */
export function residentKb(pid: number, which: 'now' | 'most' = 'now'): number {
  const name = which === 'now' ? 'VmRSS' : 'VmHWM';
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
}

/** @throws Error where a process may not open as many files as that many connections need. */
export function requireOpenFiles(pid: number, connections: number): void {
  const wanted = connections + 200;
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  const most = Number(/Max open files\s+\S+\s+(\d+)/.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  if (most >= wanted) return;
  throw new Error(
    `${connections} connections need ${wanted} open files and the limit is ${most}: run "ulimit -Hn ${wanted}" as root, or give fewer clients by --clients.`,
  );
}
