/** Whether the engine has a process of its own (command line) or a thread in somebody else's (VS Code). */
export type Scope = 'process' | 'thread';

/** `process.threadCpuUsage` came with Node 22.15; the type says so because older hosts are supported. */
const threadCpuUsage = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage?.bind(process);

/** CPU time used so far, in microseconds, of this thread or process. NaN where the thread's own cannot be told. */
export function cpuMicroseconds(scope: Scope): number {
  const usage = scope === 'process' ? process.cpuUsage() : threadCpuUsage?.();
  return usage ? usage.user + usage.system : NaN;
}

/** Resident memory of the process, or heap and buffers of this thread, in bytes. */
export function memoryBytes(scope: Scope): number {
  if (scope === 'process') return process.memoryUsage.rss();
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}
