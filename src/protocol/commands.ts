/** The one table of commands, `wirthforge.` followed by the key. */
export const commands = {
  openDashboard: { title: 'Open Dashboard', icon: '$(dashboard)' },
  openEnergy: { title: 'Open Energy', icon: '$(flame)' },
  openPerformance: { title: 'Open Performance', icon: '$(graph-line)' },
  openInBrowser: { title: 'Open in Browser', icon: '$(globe)' },
  openLayout: { title: 'Open Dashboard Layout', icon: '$(layout)' },
  connectRuntime: { title: 'Connect a Client to the Measuring Proxy', icon: '$(plug)' },
  copyEndpoint: { title: 'Copy Address or Token of the Server', icon: '$(copy)' },
  rotateToken: { title: 'Change the Token of the Server', icon: '$(key)' },
  openAlertRules: { title: 'Open Alert Rules', icon: '$(bell)' },
  testAlertRules: { title: 'Test Alert Rules on Recorded Data', icon: '$(beaker)' },
  showAlertRule: { title: 'Show Rule of Alert', icon: '$(go-to-file)' },
  acknowledgeAlert: { title: 'Acknowledge Alert', icon: '$(check)' },
  silenceAlert: { title: 'Silence Alert…', icon: '$(bell-slash)' },
  silenceAlertForAnHour: { title: 'Silence Alert for 1 h', icon: '$(bell-slash)' },
  unsilenceAlert: { title: 'End Silence of Alert', icon: '$(bell)' },
  forgetRuleCommands: { title: 'Ask Again About Commands of Alert Rules', icon: '$(shield)' },
  exportData: { title: 'Export Recorded Data', icon: '$(export)' },
  backup: { title: 'Back Up Recorded Data', icon: '$(archive)' },
  restore: { title: 'Restore a Backup', icon: '$(history)' },
  validateStore: { title: 'Check Recorded Data', icon: '$(verified)' },
  replaySession: { title: 'Replay a Session', icon: '$(debug-rerun)' },
  purgeData: { title: 'Delete Recorded Data', icon: '$(trash)' },
  setStorePassphrase: { title: 'Set the Passphrase of the Store', icon: '$(key)' },
  unlockStore: { title: 'Unlock Recorded Data', icon: '$(unlock)' },
  pause: { title: 'Pause Monitoring', icon: '$(debug-pause)' },
  resume: { title: 'Resume Monitoring', icon: '$(debug-continue)' },
  runDiagnostics: { title: 'Run Diagnostics', icon: '$(pulse)' },
  showLog: { title: 'Show Log', icon: '$(output)' },
} as const;

export type CommandName = keyof typeof commands;

export const commandId = (name: CommandName): string => `wirthforge.${name}`;
