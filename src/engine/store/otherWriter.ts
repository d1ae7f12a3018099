/** Why nothing is recorded here while another has the writer's lock, for people. */
export const recordedElsewhere =
  'Another window or program records into this data folder, so nothing is recorded twice. What is recorded there shows here too; this one takes over when the other ends.';

/** Why what is recorded cannot be changed here meanwhile, and what to do, for people. */
export const changedElsewhere =
  'Another window or program records into this data folder, and only there can what is recorded be changed. Do it in that window; or close it, and try again here after some seconds.';
