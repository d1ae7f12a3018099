import { LoadRecorder } from '../loadRecorder';
import { loadSize } from '../storeLoad';

/** Records some seconds of made-up samples into a journal and prints what that cost. */
async function main(): Promise<void> {
  const [dataDir = '', perSecond, seconds] = process.argv.slice(2);
  const size = loadSize(perSecond);
  const startAt = Date.UTC(2026, 10, 21, 12);
  const recorder = await LoadRecorder.begin(dataDir, { epoch: 1, startAt, size, isEncodingMeasured: true });
  // The first seconds meet cold code.
  await recorder.record(30);
  const cold = { ...recorder.cost };
  await recorder.record(Number(seconds));
  await recorder.close();
  const { samples, encodeUs, appendUs, journalBytes } = recorder.cost;
  const counted = samples - cold.samples;
  process.stdout.write(
    JSON.stringify({
      encodeNs: ((encodeUs - cold.encodeUs) * 1000) / counted,
      appendNs: ((appendUs - cold.appendUs) * 1000) / counted,
      bytesPerSample: (journalBytes - cold.journalBytes) / counted,
    }),
  );
}

void main();
