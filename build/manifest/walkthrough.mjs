// @ts-check

/** Steps from a fresh installation to a monitor that shows what its user wants to see. */
export const walkthrough = {
  id: 'start',
  title: 'Get Started with Wirthforge Monitor',
  description: 'Watch this machine and its local models without leaving the editor.',
  steps: [
    {
      id: 'look',
      title: 'See what the machine is doing',
      description:
        'The status bar shows the CPU, and the speed of local models once there is one. Point at it for memory, load and the cost of the monitor itself; click it for live charts.\n[Open Dashboard](command:wirthforge.openDashboard)',
      media: {
        svg: 'media/walkthrough/look.svg',
        altText: 'A status bar with CPU 23% and 58 tokens per second, and above it a dashboard with two charts.',
      },
      completionEvents: ['onCommand:wirthforge.openDashboard'],
    },
    {
      id: 'models',
      title: 'Start or connect a local model server',
      description:
        'Ollama and llama.cpp on their usual ports are found by themselves. Start llama.cpp with `--metrics` so that it tells its token counts. A server on another port is named in the settings. Send requests through the measuring proxy to see time to first token, energy and uncertainty of each.\n[See What Was Found](command:wirthforge.runDiagnostics)\n[Name a Server](command:workbench.action.openSettings?%5B%22wirthforge.runtimes%22%5D)\n[Connect a Client](command:wirthforge.connectRuntime)',
      media: {
        svg: 'media/walkthrough/models.svg',
        altText: 'Two model servers on this machine, connected to the monitor by lines on which tokens travel.',
      },
      completionEvents: ['onContext:wirthforge.hasModels'],
    },
    {
      id: 'alerts',
      title: 'Be told when something is wrong',
      description:
        'Rules look at what is measured: memory that fills up, a disk that is almost full, a model that is slower than usual. They are a file that completes and checks itself while you type, and they can be tried on what was recorded before anybody is told.\n[Show Alerts](command:wirthforge.alerts.focus)\n[Open Alert Rules](command:wirthforge.openAlertRules)\n[Test Them on Recorded Data](command:wirthforge.testAlertRules)',
      media: {
        svg: 'media/walkthrough/alerts.svg',
        altText: 'A line that rises over a dashed threshold, and a bell beside it.',
      },
      completionEvents: ['onCommand:wirthforge.openAlertRules', 'onView:wirthforge.alerts'],
    },
    {
      id: 'yours',
      title: 'Make it yours',
      description:
        'Choose what the status bar shows, what is read and how often. Pause the monitor when every cycle counts. Nothing that it reads leaves this machine.\n[Open Settings](command:workbench.action.openSettings?%5B%22%40ext%3Awirthforge.wirthforge-monitor%22%5D)\n[Pause Monitoring](command:wirthforge.pause)',
      media: {
        svg: 'media/walkthrough/yours.svg',
        altText: 'Switches and sliders of the settings, and a pause button.',
      },
      completionEvents: ['onSettingChanged:wirthforge.statusBar.items', 'onCommand:wirthforge.pause'],
    },
  ],
};
