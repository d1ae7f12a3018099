import type { HistoryAnswer, HistoryRequest } from '../../../protocol/history';
import type { HistoryTail } from '../thread/storeLink';
import type { StoreFolder } from '../upkeep/storeFolder';

export declare function answerHistory(
  folder: StoreFolder,
  request: HistoryRequest,
  tail: HistoryTail,
  signal: AbortSignal,
): Promise<HistoryAnswer>;
