import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import WebSocket from 'ws';

/** Clients of a server, each reading as fast as it can; says how late each update of metrics came. */
const { url, token, clients, rate, file } = workerData as {
  readonly url: string;
  readonly token: string;
  readonly clients: number;
  readonly rate: number;
  readonly file: string;
};
const delays: number[] = [];
let bytes = 0;
let opened = 0;

const sockets = Array.from({ length: clients }, () => {
  const socket = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } });
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'subscribe', channels: ['metrics'], metrics: ['system.*'], maxRate: rate }));
  });
  socket.on('message', (data) => {
    const now = Date.now();
    const text = (data as Buffer).toString();
    if (text.startsWith('{"type":"snapshot"')) {
      if (++opened === clients) parentPort?.postMessage('ready');
      return;
    }
    bytes += text.length;
    const timestamp = /"timestamp":(\d+)/.exec(text)?.[1];
    if (timestamp !== undefined) delays.push(now - Number(timestamp));
  });
  return socket;
});

parentPort?.once('message', () => {
  for (const socket of sockets) socket.terminate();
  writeFileSync(file, JSON.stringify({ delays, bytes }));
  parentPort?.close();
});
